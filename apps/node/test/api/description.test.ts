import { randomBytes } from 'node:crypto'
import { Agent, request as requestHttp } from 'node:http'
import {
  backupMessage,
  errorBodySchema,
  GIFT_WRAP_KIND,
  isTownErrorCode,
  RecordKind,
  recordTemplate,
  SIGNING_ENTROPY_BYTES,
  sealRecord,
  signEvent,
} from '@distributed-town/protocol'
import fc from 'fast-check'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { foundTown } from '../indexer/story.ts'
import { startTestNode, type TestNode } from '../node.ts'
import { connect } from '../relay/client.ts'
import { createPerson, found, leave, moveTo, now, type Person, sign } from '../relay/town.ts'
import { fromSchema } from './from-schema.ts'

// Requests generated from the description that the node serves, allowed by it and not.

const REQUESTS = Number(process.env.API_REQUESTS ?? 3_000)
const SEED = Number(process.env.API_SEED ?? 7)

const TOWN = 901
const OTHER_TOWN = 902

let node: TestNode
let routes: readonly Route[]
/** What nobody but those it is meant for may ever read over HTTP. */
const secrets: string[] = []
/** Ids of what is there, so that generated requests find something. */
const known: string[] = ['1', '2', String(TOWN), String(OTHER_TOWN)]
let roles: Readonly<Record<string, readonly Person[]>>
let threadRecord = ''
let wrapId = ''

const descriptionSchema = z.object({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        parameters: z.array(z.object({ name: z.string(), in: z.enum(['path', 'query']), schema: z.unknown() })),
        requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) }).optional(),
        security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
        responses: z.object({
          '200': z.object({ content: z.record(z.string(), z.object({ schema: z.unknown().optional() })) }),
        }),
      }),
    ),
  ),
})

type Route = {
  readonly method: string
  readonly path: string
  readonly parameters: readonly { readonly name: string; readonly in: 'path' | 'query'; readonly schema: unknown }[]
  readonly body: unknown
  /** Undefined: it answers with a stream, or bytes. */
  readonly answer: z.core.$ZodType | undefined
  /** Whether it depends on who signs the request. */
  readonly signed: boolean
}

const readRoutes = (description: z.infer<typeof descriptionSchema>): readonly Route[] =>
  Object.entries(description.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters, requestBody, security, responses }]) => {
      const json = responses['200'].content['application/json']?.schema
      return {
        method: method.toUpperCase(),
        path,
        parameters,
        body: requestBody?.content['application/json']?.schema,
        signed: security !== undefined,
        answer: json === undefined ? undefined : z.fromJSONSchema(json as z.core.JSONSchema.JSONSchema),
      }
    }),
  )

const agent = new Agent({ keepAlive: true, maxSockets: 16 })

type Said = { readonly status: number; readonly type: string; readonly body: string }

/** As the network sees it: nothing is corrected on the way. Streams are left at their beginning. */
const say = ({
  method,
  path,
  body,
  headers = {},
}: {
  method: string
  path: string
  body?: string | undefined
  headers?: Record<string, string>
}): Promise<Said> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(node.url)
    const sent = requestHttp(
      {
        agent,
        hostname,
        port,
        method,
        path,
        headers: {
          // Limits of one address are another test's.
          'x-forwarded-for': Array.from(randomBytes(4)).join('.'),
          ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
          ...headers,
        },
      },
      (response) => {
        const parts: Buffer[] = []
        const end = () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            body: Buffer.concat(parts).toString(),
          })
        response.on('data', (part: Buffer) => {
          parts.push(part)
          if (!response.headers['content-type']?.startsWith('text/event-stream')) return
          end()
          response.destroy()
        })
        response.on('end', end)
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })

beforeAll(async () => {
  node = await startTestNode({ env: { TRUSTED_PROXIES: '127.0.0.1' } })
  await foundTown(node)
  const { pool } = node.node
  // Two more towns with members whose keys we hold.
  await found({ pool }, { id: TOWN })
  await found({ pool }, { id: OTHER_TOWN })
  const [member, former, foreign, stranger] = [1, 2, 3, 4].map((n) => ({ ...createPerson(), walletId: 9000 + n })) as [
    Person,
    Person,
    Person,
    Person,
  ]
  await moveTo({ pool }, member, TOWN)
  await moveTo({ pool }, former, TOWN)
  await moveTo({ pool }, foreign, OTHER_TOWN)
  const epochKey = randomBytes(32)
  const plain = `plain text ${randomBytes(8).toString('hex')}`
  const client = await connect(`${node.url.replace('http', 'ws')}/relay`, member)
  const content = { v: 1 as const, title: 'Gig', description: plain }
  const template = recordTemplate({ communityId: TOWN, epoch: 1, createdAt: now(), kind: RecordKind.Gig, content })
  const record = signEvent({
    template: sealRecord({ ...template, epochKey, nonce: randomBytes(32) }),
    secret: member.secret,
    entropy: randomBytes(SIGNING_ENTROPY_BYTES),
  })
  const wrap = sign(createPerson(), {
    kind: GIFT_WRAP_KIND,
    tags: [['p', member.key]],
    content: `Ag${randomBytes(120).toString('base64')}`,
  })
  for (const event of [record, wrap]) expect((await client.publish(event)).accepted).toBe(true)
  await client.close()
  await leave({ pool }, former)
  threadRecord = record.id
  wrapId = wrap.id
  secrets.push(plain, wrap.id, wrap.content, epochKey.toString('hex'), ...secretsOf([member, former, foreign]))
  const { rows: keys } = await pool.query<{ secret: Buffer }>('select secret from town.steward_key')
  secrets.push(...keys.map(({ secret }) => secret.toString('hex')))
  const { rows } = await pool.query<{ owner: string; id: string }>(
    'select owner, id::text from chain.wallet union all select record, id::text from chain.gig',
  )
  known.push(record.id, wrap.id, ...rows.flatMap(({ owner, id }) => [owner, id]))
  roles = {
    stranger: [stranger],
    member: [member],
    'former member': [former],
    'member of another town': [foreign],
    nobody: [],
  }
  const description = descriptionSchema.parse(await (await fetch(`${node.url}/api/openapi.json`)).json())
  routes = readRoutes(description)
}, 60_000)
afterAll(async () => {
  agent.destroy()
  await node.stop()
})

const secretsOf = (people: readonly Person[]) => people.map(({ secret }) => Buffer.from(secret).toString('hex'))

/** What somebody may hold up who wants more than others get. */
const credentialsOf = ([person]: readonly Person[]): Record<string, string> =>
  person
    ? {
        authorization: `Nostr ${Buffer.from(JSON.stringify(sign(person, { kind: 27_235 }))).toString('base64')}`,
        cookie: `session=${person.key}`,
        'x-wallet': String(person.walletId),
      }
    : {}

const inPath = (path: string, values: Readonly<Record<string, unknown>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])))

const toQuery = (values: Readonly<Record<string, unknown>>): string => {
  const query = new URLSearchParams(
    Object.entries(values).map(([name, value]): [string, string] => [name, String(value)]),
  )
  return query.size > 0 ? `?${query}` : ''
}

const valuesOf = ({ parameters }: Route, place: 'path' | 'query') =>
  fc.record(
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === place)
        .map(({ name, schema }) => {
          const allowed = fromSchema(schema)
          const matches = z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema)
          const ours = known.filter((id) => matches.safeParse(id).success || matches.safeParse(Number(id)).success)
          return [name, ours.length > 0 && name !== 'limit' ? fc.oneof(allowed, fc.constantFrom(...ours)) : allowed]
        }),
    ),
    place === 'path' ? {} : { requiredKeys: [] },
  )

type Generated = { readonly route: Route; readonly path: string; readonly body?: string | undefined }

const allowedOf = (route: Route): fc.Arbitrary<Generated> =>
  fc
    .tuple(
      valuesOf(route, 'path'),
      valuesOf(route, 'query'),
      route.body === undefined ? fc.constant(undefined) : fromSchema(route.body),
    )
    .map(([params, query, body]) => ({
      route,
      path: `${inPath(route.path, params)}${toQuery(query)}`,
      body: body === undefined ? undefined : JSON.stringify(body),
    }))

const junk = fc.oneof(
  fc.string({ unit: 'binary' }).map(encodeURIComponentSafely),
  fc.constantFrom(
    '',
    '%00',
    '%',
    '%zz',
    '..',
    '%2e%2e%2f',
    "'",
    '1e1',
    '-1',
    '0x',
    '99999999999999999999',
    'null',
    '1;drop',
    'a'.repeat(3000),
  ),
)

function encodeURIComponentSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}

/** Allowed ones with something put in their place. */
const anythingOf = (route: Route): fc.Arbitrary<Generated> =>
  fc
    .tuple(
      allowedOf(route),
      junk,
      junk,
      fc.constantFrom('path', 'query', 'body', 'field'),
      fc.oneof(fc.json(), fc.string(), fc.constant('{"__proto__":{}}'), fc.constant('['.repeat(5000))),
      fc.nat(),
    )
    .map(([{ path, body }, a, b, where, text, nth]) => {
      const [bare = '', query = ''] = path.split('?')
      if (where === 'path') {
        const parts = bare.split('/')
        return { route, path: [...parts.slice(0, -1), a].join('/') + (query && `?${query}`), body }
      }
      if (where === 'query')
        return { route, path: `${bare}?${query}&${b.slice(0, 20)}=${a}&limit=${b}&after=${a}`, body }
      if (where === 'body' || body === undefined)
        return { route, path, body: route.method === 'GET' ? undefined : text }
      return { route, path, body: JSON.stringify(changeField(JSON.parse(body), nth, text)) }
    })

/** Another value in one of the fields, however deep. */
const changeField = (value: unknown, nth: number, text: string): unknown => {
  if (typeof value !== 'object' || value === null) return nth % 3 === 0 ? text : nth % 3 === 1 ? null : nth
  const entries = Object.entries(value)
  const at = nth % Math.max(1, entries.length)
  return Object.fromEntries(
    entries.flatMap(([name, field], i) =>
      i !== at ? [[name, field]] : nth % 7 === 0 ? [] : [[name, changeField(field, Math.floor(nth / 2), text)]],
    ),
  )
}

const sample = <Value>(arbitrary: fc.Arbitrary<Value>, numRuns: number): Value[] =>
  fc.sample(arbitrary, { numRuns, seed: SEED })

/** So many at once. */
const inTurns = async <Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> => {
  let next = 0
  const worker = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item)
  }
  await Promise.all(Array.from({ length: 16 }, worker))
}

const expectNoSecrets = (at: string, { body }: Said) => {
  for (const secret of secrets)
    expect(body.includes(secret) && !at.includes(secret), `${at} tells ${secret}`).toBe(false)
}

const expectProper = (at: Generated, said: Said) => {
  const told = `${at.route.method} ${at.path} ${at.body ?? ''}`.slice(0, 500)
  expect(said.status, `${told}: ${said.body.slice(0, 300)}`).toBeLessThan(500)
  expectNoSecrets(told, said)
  if (said.status === 200) {
    if (at.route.answer && said.type.startsWith('application/json')) {
      const { success, error } = z.safeParse(at.route.answer, JSON.parse(said.body))
      expect(success, `${told}: ${error?.message}`).toBe(true)
    }
    return
  }
  const { code } = errorBodySchema.parse(JSON.parse(said.body))
  expect(isTownErrorCode(code), `${told}: ${code}`).toBe(true)
}

test('every route of the API is described', async () => {
  const printed = routes.map(({ method, path }) => `${method} ${path}`).toSorted()
  expect(printed).toMatchInlineSnapshot(`
    [
      "GET /api/attachments/{sha256}",
      "GET /api/backups/{address}",
      "GET /api/communities",
      "GET /api/communities/{id}",
      "GET /api/communities/{id}/gigs",
      "GET /api/communities/{id}/history",
      "GET /api/communities/{id}/pulse",
      "GET /api/config",
      "GET /api/events",
      "GET /api/example",
      "GET /api/example/{address}",
      "GET /api/gigs/{id}",
      "GET /api/health",
      "GET /api/network",
      "GET /api/network/pulse",
      "GET /api/nonces/{address}",
      "GET /api/records/{id}",
      "GET /api/wallets/by-owner/{address}",
      "GET /api/wallets/{id}",
      "GET /api/wallets/{id}/gigs",
      "GET /api/wallets/{id}/partners",
      "GET /api/wallets/{id}/statement",
      "POST /api/relay",
      "POST /api/steward/keys",
      "PUT /api/attachments/{sha256}",
      "PUT /api/backups/{address}",
    ]
  `)
  const page = await say({ method: 'GET', path: '/api/docs' })
  expect([page.status, page.type]).toEqual([200, 'text/html; charset=utf-8'])
  for (const { path } of routes) expect(page.body).toContain(path)
})

test('what the description allows is understood, and answered as it says', async () => {
  const each = Math.ceil(REQUESTS / 2 / routes.length)
  const generated = routes.flatMap((route) => sample(allowedOf(route), each))
  const statuses = new Set<number>()
  await inTurns(generated, async (at) => {
    const said = await say({ method: at.route.method, path: at.path, body: at.body })
    expectProper(at, said)
    statuses.add(said.status)
    if (said.status !== 400) return
    const { code, details } = errorBodySchema.parse(JSON.parse(said.body))
    // Where a page goes on is known to who read the one before.
    const isCursor = z.object({ issues: z.array(z.object({ field: z.literal('after') })) }).safeParse(details).success
    expect(code === 'INVALID_REQUEST' && !isCursor, `${at.path} ${at.body}: ${said.body}`).toBe(false)
  })
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 404]))
}, 600_000)

test('whatever is put in its place, there is an answer, and none is a fault of the node', async () => {
  const each = Math.ceil(REQUESTS / 2 / routes.length)
  const generated = routes.flatMap((route) => sample(anythingOf(route), each))
  await inTurns(generated, async (at) => {
    expectProper(at, await say({ method: at.route.method, path: at.path, body: at.body }))
  })
  expect(await say({ method: 'GET', path: '/api/health' })).toMatchObject({ status: 200 })
}, 600_000)

test('each route answers each role the same: nobody gets more by who they are', async () => {
  const moving = ['/api/config', '/api/health', '/api/events', '/api/steward/keys']
  // What is signed: the next test, and attachments.test.ts.
  for (const route of routes.filter(({ path, signed }) => !moving.includes(path) && !signed)) {
    for (const at of sample(allowedOf(route), 3)) {
      const answers: Said[] = []
      for (const people of Object.values(roles)) {
        const said = await say({ method: route.method, path: at.path, body: at.body, headers: credentialsOf(people) })
        expectProper(at, said)
        // The node's clock goes on meanwhile.
        answers.push({ ...said, body: said.body.replace(/"now":\d+/, '') })
      }
      for (const answer of answers) expect(answer).toEqual(answers[0])
    }
  }
}, 120_000)

test('what is signed is refused to whoever holds up anything else', async () => {
  const signed = routes.filter((route) => route.signed)
  expect(signed.map(({ method }) => method)).toEqual(['GET', 'PUT'])
  for (const { method, path } of signed) {
    for (const people of Object.values(roles)) {
      const at = inPath(path, { sha256: threadRecord })
      const headers = { ...credentialsOf(people), 'content-type': 'application/octet-stream' }
      const said = await say({ method, path: at, headers, ...(method === 'PUT' && { body: 'x' }) })
      expect([said.status, JSON.parse(said.body)]).toEqual([401, expect.objectContaining({ code: 'TOKEN_REQUIRED' })])
    }
  }
})

test('what is asked of one town tells of no other', async () => {
  const ofTown = routes.filter(({ path }) => path.startsWith('/api/communities/{id}'))
  expect(ofTown.length).toBeGreaterThan(2)
  for (const { path } of ofTown) {
    for (const id of [1, TOWN, OTHER_TOWN]) {
      const { body } = await say({ method: 'GET', path: inPath(path, { id }) })
      const others = [...body.matchAll(/"communityId":(\d+)/g)]
        .map(([, other]) => Number(other))
        .filter((other) => other !== id)
      expect({ path, id, others }).toEqual({ path, id, others: [] })
    }
  }
})

test('a wrap is answered to nobody by its id, a record to everybody as ciphertext', async () => {
  for (const people of Object.values(roles)) {
    const headers = credentialsOf(people)
    expect((await say({ method: 'GET', path: `/api/records/${wrapId}`, headers })).status).toBe(404)
    expect((await say({ method: 'GET', path: `/api/records/${threadRecord}`, headers })).status).toBe(200)
  }
})

test('a backup is replaced by its owner only, whatever role somebody has', async () => {
  const owner = privateKeyToAccount(generatePrivateKey())
  for (const _ of Object.keys(roles)) {
    const mallory = privateKeyToAccount(generatePrivateKey())
    const message = { backup: 'theirs', timestamp: now() }
    const signature = await mallory.signMessage({ message: backupMessage({ address: owner.address, ...message }) })
    const said = await say({
      method: 'PUT',
      path: `/api/backups/${owner.address}`,
      body: JSON.stringify({ ...message, signature }),
    })
    expect(said.status).toBe(400)
  }
})

test.each([
  ['nobody', 'CLOSED'],
  ['stranger', 'CLOSED'],
  ['member', 'EVENT'],
  ['former member', 'CLOSED'],
  ['member of another town', 'CLOSED'],
])('the relay, as the road to records: %s', async (role, expected) => {
  const client = await connect(`${node.url.replace('http', 'ws')}/relay`, ...(roles[role] ?? []))
  client.say('REQ', 'town', { kinds: [RecordKind.Gig], '#h': [String(TOWN)] })
  expect((await client.hear('EVENT or CLOSED', 'town'))[0]).toBe(expected)
  // Not even among everything.
  const all = await client.list({}, { ids: [threadRecord, wrapId] }, { kinds: [GIFT_WRAP_KIND] })
  const found = [threadRecord, wrapId].filter((id) => all.includes(id))
  expect(found).toEqual(role === 'member' ? [threadRecord, wrapId] : [])
  await client.close()
})
