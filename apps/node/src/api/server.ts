import { existsSync } from 'node:fs'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TownError, type TownErrorCode, toErrorBody } from '@distributed-town/protocol'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import staticFiles from '@fastify/static'
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify'
import { createSenderOfRequest, OWN_SENDER } from '../address.ts'
import { createAddressMatcher } from '../config.ts'
import type { Past } from '../example/past.ts'
import type { Rereading } from '../indexer/rereading.ts'
import type { Node } from '../node.ts'
import type { Metrics } from '../observability/metrics.ts'
import { VERSION } from '../version.ts'
import { createAnswers } from './answers.ts'
import { sendError } from './errors.ts'
import { limitConnections } from './limit-connections.ts'
import { collectOperations, toOpenApi } from './operation.ts'
import { createPages } from './pages.ts'
import { communityRoutes } from './routes/communities.ts'
import { descriptionRoutes } from './routes/description.ts'
import { eventRoutes } from './routes/events.ts'
import { gigRoutes } from './routes/gigs.ts'
import { HEALTH_PATH } from './routes/health.ts'
import { walletRoutes } from './routes/wallets.ts'

/** Routes of one concern. */
export type ApiPlugin = (app: FastifyInstance, node: Node) => void | Promise<void>

export type ServerOptions = {
  /** Routes besides those that read the index. */
  readonly plugins?: readonly ApiPlugin[]
  /** Folder of the built web app; nothing is served if it does not exist. */
  readonly webRoot?: string | undefined
  /** Requests a minute of one address. */
  readonly maxRequests?: number | undefined
  readonly maxConnections?: number | undefined
  /** For HTTPS; without it the server speaks HTTP. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined
  /** The node that writes, if this one only reads: all methods that would write answer with its address. */
  readonly writer?: string
  /** While everything is read anew, what the index says is refused. */
  readonly rereading?: Pick<Rereading, 'requireOver'>
  /** While it is told, whoever is not of the example is refused; pages and health say why. */
  readonly past?: Pick<Past, 'requireOver'> | undefined
  /** Told of each answer. */
  readonly countRequest?: Metrics['countRequest']
}

const WEB_ROOT = fileURLToPath(new URL('../../../web/dist/', import.meta.url))
const BODY_LIMIT = 64 * 1024
/** A page of the web app asks for about ten things at once, and many neighbours can share one address. */
const MAX_REQUESTS = 6_000
const REQUEST_TIMEOUT = 30_000
const HEADERS_TIMEOUT = 10_000
/** How often the two are looked after. */
const CHECK_TIMEOUTS = 2_000
const KEEP_ALIVE = 20_000
/** Connections, those of the relay and of server-sent events among them. */
const CONNECTIONS = 5_000
/** Of one address: a whole town behind one router. */
const CONNECTIONS_PER_ADDRESS = 300

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

const OURS = ['/api', '/relay', '/rpc']

/** The node's HTTP server, not listening yet. */
export const createServer = async (
  node: Node,
  {
    plugins = [],
    webRoot = WEB_ROOT,
    maxRequests = MAX_REQUESTS,
    maxConnections = CONNECTIONS,
    tls,
    writer,
    rereading,
    past,
    countRequest,
  }: ServerOptions = {},
): Promise<FastifyInstance> => {
  const loggerInstance: FastifyBaseLogger = node.log
  const senderOfRequest = createSenderOfRequest(node.config)
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT,
    keepAliveTimeout: KEEP_ALIVE,
    ...toListen(tls),
    // A reverse proxy tells who asks; nobody else is believed.
    trustProxy: createAddressMatcher(node.config.trustedProxies),
    // A malformed URL is the sender's fault as well.
    frameworkErrors: sendError,
    clientErrorHandler: answerClientError,
    // Ours instead, below.
    return503OnClosing: false,
  })
  limitConnections(app.server, { inAll: maxConnections, perAddress: CONNECTIONS_PER_ADDRESS })
  app.setErrorHandler(sendError)
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.addHook('onRequest', async () => {
    if (closing) throw new TownError('NOT_READY')
  })
  if (writer !== undefined) {
    app.addHook('onRequest', async ({ method }) => {
      if (!READING.has(method)) throw new TownError('READ_ONLY', { writer })
    })
  }
  if (countRequest) {
    app.addHook('onResponse', async ({ method, routeOptions }, { statusCode }) => {
      // The path of the route, never the one that was asked for.
      countRequest({ method, route: routeOptions.url ?? 'none', status: statusCode })
    })
  }
  const methods = collectMethods(app)
  const operations = collectOperations(app)
  const securityHeaders = await makeSecurityHeaders()
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders)
    if (isReadableElsewhere(request, node)) reply.header('access-control-allow-origin', '*')
  })
  if (past) {
    app.addHook('onRequest', async (request) => {
      const path = pathOf(request)
      if (isOurs(path) && path !== HEALTH_PATH && senderOfRequest(request.raw) !== OWN_SENDER) past.requireOver()
    })
  }
  await app.register(rateLimit, {
    max: maxRequests,
    timeWindow: '1 minute',
    keyGenerator: ({ raw }) => senderOfRequest(raw),
    allowList: ({ raw }) => senderOfRequest(raw) === OWN_SENDER,
    errorResponseBuilder: () => new TownError('RATE_LIMITED'),
  })

  const pages = existsSync(join(webRoot, 'index.html'))
    ? createPages({ webRoot, publicUrl: node.config.publicUrl })
    : undefined
  if (pages) {
    await app.register(staticFiles, { root: webRoot, wildcard: false, index: false, preCompressed: true, setHeaders })
  }
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) => {
    const allowed = methods.of(pathOf(request))
    if (allowed.length > 0) {
      reply.header('allow', allowed.join(', '))
      throw new TownError('METHOD_NOT_ALLOWED', { allowed })
    }
    if (pages && isPage(request)) return pages.send(request, reply)
    throw new TownError('NOT_FOUND')
  })

  const answers = createAnswers(node)
  const ofIndex = [communityRoutes({ answers }), gigRoutes({ answers }), walletRoutes({ answers })]
  const description = descriptionRoutes({ read: () => toOpenApi(operations, { version: VERSION }) })
  for (const plugin of ofIndex) {
    await app.register(async (scope) => {
      if (rereading) scope.addHook('preHandler', async () => rereading.requireOver())
      plugin(scope, node)
    })
  }
  for (const plugin of [eventRoutes, description, ...plugins]) await app.register(async (scope) => plugin(scope, node))
  return app
}

/** Fastify's types tell servers of HTTP and HTTPS apart; whatever is done with this one is the same for both. */
const toListen = (tls: ServerOptions['tls']): { readonly http: { readonly headersTimeout: number } } => {
  const timeouts = { headersTimeout: HEADERS_TIMEOUT, connectionsCheckingInterval: CHECK_TIMEOUTS }
  return tls
    ? ({ https: { ...timeouts, ...tls } } as unknown as { readonly http: typeof timeouts })
    : { http: timeouts }
}

/** The web app draws its own pages from their paths; a path with an extension names a file. */
const isPage = (request: FastifyRequest): boolean => {
  const path = pathOf(request)
  return !isOurs(path) && (request.method === 'GET' || request.method === 'HEAD') && extname(path) === ''
}

/**
 * Web apps of other nodes may read the API of one that says it is public: what it answers is the same for everybody, and nothing in it goes
 * by cookies. Without PUBLIC_URL the node may be behind a firewall that a visitor's browser must not open for any page it shows. Writing
 * and JSON-RPC stay with the own pages.
 */
const isReadableElsewhere = (request: FastifyRequest, { config }: Node): boolean =>
  config.publicUrl !== undefined &&
  (request.method === 'GET' || request.method === 'HEAD') &&
  pathOf(request).startsWith('/api/')

const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0] ?? ''

const isOurs = (path: string): boolean => OURS.some((own) => path === own || path.startsWith(`${own}/`))

/** Methods of the routes that are added from now on. */
const collectMethods = (app: FastifyInstance): { readonly of: (path: string) => readonly string[] } => {
  const routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    if (!isOurs(url)) return
    const pattern = new RegExp(`^${url.replaceAll('.', '\\.').replace(/:[^/]+/g, '[^/]+')}$`)
    routes.push({ pattern, methods: [method].flat() })
  })
  return {
    of: (path) => [...new Set(routes.flatMap(({ pattern, methods }) => (pattern.test(path) ? methods : [])))],
  }
}

/** What is no HTTP never becomes a request: there is only the socket to answer on. */
const answerClientError = (error: Error & { readonly code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  if (socket.writable) socket.write(toResponse(...(clientErrors[error.code ?? ''] ?? [400, 'INVALID_REQUEST'])))
  socket.destroySoon()
}

const clientErrors: Readonly<Record<string, readonly [number, TownErrorCode]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'INVALID_REQUEST'],
  HPE_HEADER_OVERFLOW: [431, 'INVALID_REQUEST'],
}

const toResponse = (status: number, code: TownErrorCode): string => {
  const body = JSON.stringify(toErrorBody(new TownError(code)))
  const headers = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  return `${headers.join('\r\n')}\r\n\r\n${body}`
}

/** Built files carry the hash of their content in their name; the page that names them changes. */
const setHeaders = (reply: FastifyReply, path: string): void => {
  const isHashed = path.includes('/assets/')
  reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
}

/** They are the same for each answer; helmet would put them together anew every time. */
const makeSecurityHeaders = async (): Promise<Readonly<Record<string, string>>> => {
  const app = fastify()
  await app.register(helmet, helmetOptions)
  app.get('/', async () => '')
  const { headers } = await app.inject('/')
  await app.close()
  const { 'content-type': _type, 'content-length': _length, date: _date, connection: _connection, ...own } = headers
  return Object.fromEntries(Object.entries(own).map(([name, value]) => [name, String(value)]))
}

const helmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      baseUri: ["'self'"],
      // Relays and nodes of other towns.
      connectSrc: ["'self'", 'https:', 'wss:'],
      fontSrc: ["'self'", 'data:'],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      // Camera pictures that a code is read from, and codes that are drawn.
      imgSrc: ["'self'", 'blob:', 'data:'],
      mediaSrc: ["'self'", 'blob:'],
      objectSrc: ["'none'"],
      scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      workerSrc: ["'self'", 'blob:'],
    },
  },
  // The node itself speaks HTTP; whoever puts TLS before it decides for that domain.
  strictTransportSecurity: false,
}
