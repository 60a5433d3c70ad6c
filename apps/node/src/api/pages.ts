import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { compress, encodingOf } from './send-json.ts'

// The web app draws each of its pages from one HTML file. It is sent with what the page at an address needs next, so that a browser asks for
// all of it at once and not for one thing after another.

/** As the build of the web app writes it (apps/web/build/list-preloads.ts). */
type Preloads = readonly {
  /** As its router declares it: `/towns/$id`. */
  readonly path: string
  /** Scripts, styles and drawings besides those that every page has. */
  readonly files: readonly string[]
  /** The same by language. */
  readonly texts: Readonly<Record<string, readonly string[]>>
}[]

type Answer = { readonly body: Buffer; readonly etag: string; readonly packed: Map<string, Promise<Buffer>> }

export type Pages = {
  readonly send: (
    request: Pick<FastifyRequest, 'url' | 'headers'>,
    reply: FastifyReply,
  ) => FastifyReply | Promise<FastifyReply>
}

/** @param options.webRoot Folder of the built web app. @param options.publicUrl Where others see the node, if they do. */
export const createPages = ({
  webRoot,
  publicUrl,
}: {
  readonly webRoot: string
  readonly publicUrl: URL | undefined
}): Pages => {
  const html = withPublicImage(readFileSync(join(webRoot, 'index.html'), 'utf8'), publicUrl)
  const routes = readPreloads(webRoot).map((preloads) => ({ ...preloads, pattern: toPattern(preloads.path) }))
  const languages = Object.keys(routes[0]?.texts ?? {})
  const answers = new Map<string, Answer>()

  const answerTo = ({ url, headers }: Pick<FastifyRequest, 'url' | 'headers'>): Answer => {
    const path = url.split('?', 1)[0] ?? ''
    const route = routes.find(({ pattern }) => pattern.test(path))
    const language = preferred(headers['accept-language'] ?? '', languages)
    const key = `${route?.path} ${language}`
    const known = answers.get(key)
    if (known) return known
    const files = [...(route?.files ?? []), ...(route?.texts[language ?? ''] ?? [])]
    const body = Buffer.from(html.replace('</head>', `${files.map(toLink).join('')}</head>`))
    const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
    const answer = { body, etag, packed: new Map() }
    answers.set(key, answer)
    return answer
  }

  return {
    send: (request, reply) => {
      const { body, etag, packed } = answerTo(request)
      reply.type('text/html; charset=utf-8')
      reply.headers({ etag, 'cache-control': 'no-cache', vary: 'accept-encoding, accept-language' })
      if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send()
      const encoding = encodingOf(request.headers['accept-encoding'] ?? '')
      if (encoding === undefined) return reply.send(body)
      const made = packed.get(encoding) ?? compress[encoding](body)
      packed.set(encoding, made)
      return made.then((bytes) => reply.header('content-encoding', encoding).send(bytes))
    },
  }
}

const readPreloads = (webRoot: string): Preloads => {
  const file = join(webRoot, 'preloads.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
}

const toPattern = (path: string): RegExp => new RegExp(`^${path.replace(/\$[^/]+/g, '[^/]+').replace(/\/$/, '')}/?$`)

/** Who shows a link to a page elsewhere takes its picture from a whole address only; a node that nobody else sees has none. */
const withPublicImage = (html: string, publicUrl: URL | undefined): string =>
  html.replace(/ *<meta property="og:image" content="\/([^"]*)" \/>\n?/, (tag, file: string) =>
    publicUrl ? tag.replace(`/${file}`, new URL(file, withSlash(publicUrl)).href) : '',
  )

const withSlash = ({ href }: URL): string => (href.endsWith('/') ? href : `${href}/`)

/** What the web app will choose unless its reader chose otherwise; a wrong guess costs one small file. */
const preferred = (accepted: string, languages: readonly string[]): string | undefined => {
  const wanted = accepted.split(',').map((tag) => tag.trim().toLowerCase().split(/[-;]/)[0])
  return wanted.find((tag) => tag !== undefined && languages.includes(tag)) ?? languages[0]
}

const toLink = (file: string): string => {
  if (file.endsWith('.css')) return `<link rel="preload" as="style" crossorigin href="${file}">`
  if (file.endsWith('.svg')) return `<link rel="preload" as="image" href="${file}">`
  return `<link rel="modulepreload" crossorigin href="${file}">`
}
