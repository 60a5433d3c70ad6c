import { createHash, randomBytes } from 'node:crypto'
import { request as requestHttp } from 'node:http'
import { connect as connectSocket } from 'node:net'
import {
  ATTACHMENT_ENTROPY_BYTES,
  type Attachment,
  type AttachmentVerb,
  attachmentTokenTemplate,
  DELETION_KIND,
  encodeAttachmentToken,
  errorBodySchema,
  MAX_ATTACHMENT_BYTES,
  type NostrEvent,
  openAttachment,
  RecordKind,
  type RecordParameters,
  recordTemplate,
  SIGNING_ENTROPY_BYTES,
  sealAttachment,
  sealRecord,
  signEvent,
} from '@distributed-town/protocol'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { dropOrphans } from '../../src/attachments/drop-orphans.ts'
import { ATTACHMENT_LIMITS } from '../../src/attachments/limits.ts'
import { startTestNode, type TestNode } from '../node.ts'
import { type Client, connect } from '../relay/client.ts'
import { createPerson, found, leave, moveTo, now, type Person, sign } from '../relay/town.ts'

vi.setConfig({ testTimeout: 60_000 })

const TOWN = 910
const OTHER_TOWN = 911
const GIG = 'ab'.repeat(32)
/** One has left. */
const EPOCH = 2
const EPOCH_KEY = new Uint8Array(32).fill(7)

let node: TestNode
let client: Client
let [ada, ben, former, foreign, stranger]: Person[] = []
const people = () => {
  if (!ada || !ben || !former || !foreign || !stranger) throw new Error('nobody is here')
  return { ada, ben, former, foreign, stranger }
}

beforeAll(async () => {
  node = await startTestNode({ env: { TRUSTED_PROXIES: '127.0.0.1' } })
  const { pool } = node.node
  for (const id of [TOWN, OTHER_TOWN]) await found({ pool }, { id })
  ;[ada, ben, former, foreign, stranger] = [1, 2, 3, 4, 5].map((n) => ({ ...createPerson(), walletId: 9100 + n }))
  for (const person of [people().ada, people().ben, people().former]) await moveTo({ pool }, person, TOWN)
  await moveTo({ pool }, people().foreign, OTHER_TOWN)
  client = await connect(`${node.url.replace('http', 'ws')}/relay`, people().ada, people().ben)
}, 60_000)
afterAll(async () => {
  await client?.close()
  await node?.stop()
})
beforeEach(() => node.node.pool.query(`delete from town.usage where scope like 'attachments:%'`))

const seal = (bytes: Uint8Array = randomBytes(1000)): { readonly ciphertext: Uint8Array; readonly of: Attachment } => {
  const { ciphertext, ...sealed } = sealAttachment({ bytes, entropy: randomBytes(ATTACHMENT_ENTROPY_BYTES) })
  return { ciphertext, of: { ...sealed, mime: 'image/webp', width: 4, height: 3, alt: 'Bread' } }
}

type Asked = {
  readonly verb?: AttachmentVerb
  readonly communityId?: number
  readonly sha256: string
  readonly at?: number
}

const tokenOf = (person: Person, { verb = 'get', communityId = TOWN, sha256, at = now() }: Asked): NostrEvent =>
  signEvent({
    template: attachmentTokenTemplate({ verb, communityId, sha256, now: at }),
    secret: person.secret,
    entropy: randomBytes(SIGNING_ENTROPY_BYTES),
  })

const headersOf = (token?: NostrEvent) => ({
  ...(token && { authorization: encodeAttachmentToken(token) }),
  // Limits of one address are another test's.
  'x-forwarded-for': Array.from(randomBytes(4)).join('.'),
})

const put = async (
  sha256: string,
  body: Uint8Array,
  { token, headers = {} }: { token?: NostrEvent | undefined; headers?: Record<string, string> } = {},
) => {
  const response = await fetch(`${node.url}/api/attachments/${sha256}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream', ...headersOf(token), ...headers },
    body: body as Uint8Array<ArrayBuffer>,
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const upload = (person: Person, ciphertext: Uint8Array, communityId = TOWN) => {
  const sha256 = createHash('sha256').update(ciphertext).digest('hex')
  return put(sha256, ciphertext, { token: tokenOf(person, { verb: 'upload', communityId, sha256 }) })
}

const get = async (sha256: string, token?: NostrEvent) => {
  const response = await fetch(`${node.url}/api/attachments/${sha256}`, { headers: headersOf(token) })
  const bytes = new Uint8Array(await response.arrayBuffer())
  const isError = response.status >= 400
  const code = isError ? errorBodySchema.parse(JSON.parse(Buffer.from(bytes).toString())).code : undefined
  return { status: response.status, headers: response.headers, bytes, code }
}

const statusFor = async (person: Person, sha256: string, communityId = TOWN) =>
  (await get(sha256, tokenOf(person, { sha256, communityId }))).status

const write = (person: Person, record: Omit<RecordParameters, 'communityId' | 'epoch' | 'createdAt'>, age = 0) =>
  signEvent({
    template: sealRecord({
      ...recordTemplate({ ...record, communityId: TOWN, epoch: EPOCH, createdAt: now() - age } as RecordParameters),
      epochKey: EPOCH_KEY,
      nonce: randomBytes(32),
    }),
    secret: person.secret,
    entropy: randomBytes(SIGNING_ENTROPY_BYTES),
  })

const show = async (person: Person, of: Attachment): Promise<NostrEvent> => {
  const event = write(person, {
    kind: RecordKind.Comment,
    content: { v: 1, text: '', attachments: [of] },
    gigRecord: GIG,
  })
  expect(await client.publish(event)).toMatchObject({ accepted: true })
  return event
}

const remove = (person: Person, { id }: NostrEvent) =>
  client.publish(sign(person, { kind: DELETION_KIND, tags: [['e', id]] }))

const kept = async (communityId = TOWN): Promise<number> => {
  const { rows } = await node.node.pool.query('select bytes from town.usage where scope = $1', [
    `attachments:town:${communityId}`,
  ])
  return Number(rows[0]?.bytes ?? 0)
}

test('nobody but present members of its town reads an attachment, not even by its hash', async () => {
  const { ada, ben, former, foreign, stranger } = people()
  const { ciphertext, of } = seal()
  expect((await upload(former, ciphertext)).status).toBe(200)
  await leave(node.node, former)
  const { sha256 } = of
  const refused = [
    await get(sha256),
    ...(await Promise.all([former, foreign, stranger].map((person) => get(sha256, tokenOf(person, { sha256 }))))),
  ]
  expect(refused.map(({ status, code }) => [status, code])).toEqual([
    [401, 'TOKEN_REQUIRED'],
    [403, 'NOT_A_MEMBER'],
    [403, 'NOT_A_MEMBER'],
    [403, 'NOT_A_MEMBER'],
  ])
  // Whether there is such a thing is as secret.
  const missing = 'cd'.repeat(32)
  expect((await get(missing, tokenOf(stranger, { sha256: missing }))).code).toBe('NOT_A_MEMBER')
  expect((await get(missing, tokenOf(ada, { sha256: missing }))).code).toBe('NOT_FOUND')
  // In the own town it isn't there.
  expect(await statusFor(foreign, sha256, OTHER_TOWN)).toBe(404)
  for (const member of [ada, ben]) expect(await statusFor(member, sha256)).toBe(200)
})

test('a token is for one act on one attachment of one town, signed, and soon over', async () => {
  const { ada, ben } = people()
  const { ciphertext, of } = seal()
  const { sha256 } = of
  await upload(ada, ciphertext)
  const good = tokenOf(ben, { sha256 })
  const other = 'ef'.repeat(32)
  const tokens: readonly [string, NostrEvent, string][] = [
    ['of another act', tokenOf(ben, { verb: 'upload', sha256 }), 'TOKEN_REQUIRED'],
    ['of another attachment', tokenOf(ben, { sha256: other }), 'TOKEN_REQUIRED'],
    ['of yesterday', tokenOf(ben, { sha256, at: now() - 86_400 }), 'TIMESTAMP_OUT_OF_RANGE'],
    ['of tomorrow', tokenOf(ben, { sha256, at: now() + 86_400 }), 'TIMESTAMP_OUT_OF_RANGE'],
    ['with another signature', { ...good, sig: 'ab'.repeat(64) }, 'INVALID_SIGNATURE'],
    ['of a neighbour who signed another', { ...good, pubkey: ada.key }, 'INVALID_SIGNATURE'],
    [
      'with a changed town',
      { ...good, tags: good.tags.map((tag) => (tag[0] === 'h' ? ['h', '911'] : tag)) },
      'INVALID_SIGNATURE',
    ],
  ]
  for (const [what, token, code] of tokens) expect([what, (await get(sha256, token)).code]).toEqual([what, code])
  for (const authorization of ['Nostr', 'Nostr e30=', `Bearer ${encodeAttachmentToken(good)}`, 'x'.repeat(5000)]) {
    const response = await fetch(`${node.url}/api/attachments/${sha256}`, { headers: { authorization } })
    expect(response.status).toBe(401)
  }
  // Reading lets nobody write.
  expect(await put(sha256, ciphertext, { token: good })).toMatchObject({ status: 401 })
  expect((await get(sha256, good)).status).toBe(200)
})

test('strangers and former members upload nothing', async () => {
  const { former, foreign, stranger } = people()
  const { ciphertext, of } = seal()
  expect((await put(of.sha256, ciphertext)).status).toBe(401)
  for (const person of [former, foreign, stranger]) {
    expect(await upload(person, ciphertext)).toMatchObject({ status: 403, body: { code: 'NOT_A_MEMBER' } })
  }
  const { rows } = await node.node.pool.query('select from town.attachment where sha256 = $1', [of.sha256])
  expect(rows).toEqual([])
})

test('what is wrong with a body is said, and nothing is kept', async () => {
  const { ada } = people()
  const { ciphertext, of } = seal()
  const { sha256 } = of
  const token = tokenOf(ada, { verb: 'upload', sha256 })
  const wrong: readonly [Uint8Array, number, string][] = [
    [new Uint8Array(0), 400, 'ATTACHMENT_ALTERED'],
    [ciphertext.slice(0, -1), 400, 'ATTACHMENT_ALTERED'],
    [Uint8Array.from([...ciphertext, 0]), 400, 'ATTACHMENT_ALTERED'],
    [new Uint8Array(MAX_ATTACHMENT_BYTES + 1), 413, 'ATTACHMENT_TOO_LARGE'],
  ]
  for (const [body, status, code] of wrong) {
    expect(await put(sha256, body, { token })).toMatchObject({ status, body: { code } })
  }
  for (const type of ['application/json', 'text/html', 'multipart/form-data; boundary=x']) {
    const said = await put(sha256, ciphertext, { token, headers: { 'content-type': type } })
    expect(said).toMatchObject({ status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } })
  }
  expect(await statusFor(ada, sha256)).toBe(404)
  expect(await kept()).toBe(0)
})

test('an upload that breaks off leaves nothing, and its place is free again', async () => {
  const { ada } = people()
  const { ciphertext, of } = seal(randomBytes(100_000))
  const { sha256 } = of
  for (let i = 0; i < ATTACHMENT_LIMITS.uploadsPerAuthor + 2; i++) {
    await breakOff({ sha256, token: tokenOf(ada, { verb: 'upload', sha256 }), body: ciphertext.slice(0, 50_000) })
  }
  expect(await statusFor(ada, sha256)).toBe(404)
  await expect.poll(async () => (await upload(ada, ciphertext)).status, { timeout: 10_000 }).toBe(200)
})

/** Announces more than is sent, and goes away. */
const breakOff = ({ sha256, token, body }: { sha256: string; token: NostrEvent; body: Uint8Array }) =>
  new Promise<void>((resolve) => {
    const { hostname, port } = new URL(node.url)
    const socket = connectSocket(Number(port), hostname, () => {
      const head = [
        `PUT /api/attachments/${sha256} HTTP/1.1`,
        'host: x',
        'content-type: application/octet-stream',
        `content-length: ${body.length * 2}`,
        `authorization: ${encodeAttachmentToken(token)}`,
      ]
      socket.write(`${head.join('\r\n')}\r\n\r\n`)
      socket.write(body, () => setTimeout(() => socket.destroy(), 50))
    })
    socket.on('close', () => resolve())
  })

test('a body that never ends is not read beyond the largest attachment', async () => {
  const { ada } = people()
  const sha256 = 'aa'.repeat(32)
  const { taken, status } = await pour({ sha256, token: tokenOf(ada, { verb: 'upload', sha256 }) })
  expect(taken).toBeLessThan(4 * MAX_ATTACHMENT_BYTES)
  expect([413, 0]).toContain(status)
})

/** A body without end, as long as the node takes it. @returns bytes it took, and its answer, 0 if it only hung up. */
const pour = ({ sha256, token }: { sha256: string; token: NostrEvent }) =>
  new Promise<{ taken: number; status: number }>((resolve) => {
    let taken = 0
    let status = 0
    const chunk = Buffer.alloc(65_536)
    const sent = requestHttp(`${node.url}/api/attachments/${sha256}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream', ...headersOf(token) },
    })
    const end = () => resolve({ taken, status })
    const more = () => {
      while (taken < 100 * 2 ** 20 && !sent.destroyed) {
        taken += chunk.length
        if (!sent.write(chunk)) return
      }
    }
    sent.on('drain', more)
    sent.on('response', (response) => {
      status = response.statusCode ?? 0
      sent.destroy()
    })
    sent.on('error', end)
    sent.on('close', end)
    more()
  })

test('names that lead elsewhere are none', async () => {
  const { ada } = people()
  const tricks = [
    '..%2f..%2fsecret',
    '%2e%2e/config',
    'AB'.repeat(32),
    `${'ab'.repeat(32)}.html`,
    `${'ab'.repeat(31)}%00`,
    `${'ab'.repeat(32)}/`,
    "';drop%20table%20town.attachment;--",
    'a'.repeat(3000),
  ]
  for (const trick of tricks) {
    const token = tokenOf(ada, { sha256: trick.slice(0, 64) })
    for (const method of ['GET', 'PUT', 'HEAD']) {
      const status = await askRaw({ method, path: `/api/attachments/${trick}`, token })
      expect([trick, method, [400, 401, 404, 414, 415].includes(status), status]).toEqual([trick, method, true, status])
    }
  }
})

/** As the network sees it: no path is tidied up on the way. */
const askRaw = ({ method, path, token }: { method: string; path: string; token: NostrEvent }) =>
  new Promise<number>((resolve, reject) => {
    const { hostname, port } = new URL(node.url)
    const sent = requestHttp({ hostname, port, method, path, headers: headersOf(token) }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    sent.on('error', reject)
    sent.end()
  })

test('a flood ends at what a member may upload at once, in a day and in a town', async () => {
  const { ada, ben } = people()
  const { pool } = node.node
  const sealed = Array.from({ length: 12 }, () => seal(randomBytes(300_000)))
  const statuses = (await Promise.all(sealed.map(({ ciphertext }) => upload(ada, ciphertext)))).map(
    ({ status }) => status,
  )
  expect(new Set(statuses)).toEqual(new Set([200, 429]))
  // Health is answered all the while, and others are not kept out.
  expect((await fetch(`${node.url}/api/health`)).status).toBe(200)
  expect((await upload(ben, seal().ciphertext)).status).toBe(200)
  expect(await kept()).toBe(statuses.filter((status) => status === 200).length * 300_016 + 1016)

  const limits: readonly [string, string, number, object][] = [
    [`attachments:author:${ada.key}`, 'day_events', ATTACHMENT_LIMITS.authorPerDay, { of: 'author' }],
    [`attachments:author:${ada.key}`, 'day_bytes', ATTACHMENT_LIMITS.authorBytesPerDay, { of: 'author' }],
    [`attachments:town:${TOWN}`, 'day_events', ATTACHMENT_LIMITS.townPerDay, { of: 'town' }],
    [`attachments:town:${TOWN}`, 'day_bytes', ATTACHMENT_LIMITS.townBytesPerDay, { of: 'town' }],
    [`attachments:town:${TOWN}`, 'bytes', ATTACHMENT_LIMITS.townBytes, { of: 'town' }],
  ]
  for (const [scope, column, most, details] of limits) {
    await pool.query(`update town.usage set ${column} = $2 where scope = $1`, [scope, most])
    const said = await upload(ada, seal().ciphertext)
    expect([scope, column, said.status]).toEqual([scope, column, column === 'bytes' ? 507 : 429])
    expect(said.body).toMatchObject({ details })
    // What is there already needs no room.
    await pool.query(`update town.usage set ${column} = 0 where scope = $1`, [scope])
  }
  expect((await upload(ada, seal().ciphertext)).status).toBe(200)
})

test('the day is over with its quota', async () => {
  const { ada } = people()
  await upload(ada, seal().ciphertext)
  await node.node.pool.query(
    `update town.usage set day = day - 1, day_events = 1000000 where scope like 'attachments:%'`,
  )
  expect((await upload(ada, seal().ciphertext)).status).toBe(200)
})

test('the largest one comes back as it was, and is nothing that a browser runs', async () => {
  const { ada, ben } = people()
  const bytes = randomBytes(MAX_ATTACHMENT_BYTES - 16)
  const { ciphertext, of } = seal(bytes)
  const { sha256 } = of
  expect(await upload(ada, ciphertext)).toMatchObject({ status: 200, body: { sha256, size: MAX_ATTACHMENT_BYTES } })
  const read = await get(sha256, tokenOf(ben, { sha256 }))
  expect(Buffer.from(openAttachment({ ciphertext: read.bytes, attachment: of })).equals(bytes)).toBe(true)
  expect(Object.fromEntries(read.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-length': String(MAX_ATTACHMENT_BYTES),
    'content-disposition': 'attachment',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=31536000, immutable',
  })
})

test('uploading it again changes nothing, by whomever', async () => {
  const { ada, ben, foreign } = people()
  const { ciphertext, of } = seal()
  for (const person of [ada, ada, ben]) expect((await upload(person, ciphertext)).status).toBe(200)
  expect(await kept()).toBe(ciphertext.length)
  // A town that somebody brings it to has its own.
  expect((await upload(foreign, ciphertext, OTHER_TOWN)).status).toBe(200)
  const event = await show(ada, of)
  expect((await remove(ada, event)).accepted).toBe(true)
  expect(await statusFor(ada, of.sha256)).toBe(404)
  expect(await statusFor(foreign, of.sha256, OTHER_TOWN)).toBe(200)
})

test('it goes with its record, at once; what another record of its author shows stays', async () => {
  const { ada, ben } = people()
  const [single, shared] = [seal(), seal()]
  for (const { ciphertext } of [single, shared]) await upload(ada, ciphertext)
  const first = write(ada, {
    kind: RecordKind.Comment,
    content: { v: 1, text: 'Two', attachments: [single.of, shared.of] },
    gigRecord: GIG,
  })
  expect((await client.publish(first)).accepted).toBe(true)
  const second = await show(ada, shared.of)
  // A neighbour who repeats it does not hold it here.
  await show(ben, single.of)
  expect((await remove(ben, first)).accepted).toBe(false)
  expect((await remove(ada, first)).accepted).toBe(true)
  expect(await statusFor(ben, single.of.sha256)).toBe(404)
  expect(await statusFor(ben, shared.of.sha256)).toBe(200)
  expect(await kept()).toBe(shared.ciphertext.length)
  await remove(ada, second)
  expect(await statusFor(ben, shared.of.sha256)).toBe(404)
  expect(await kept()).toBe(0)
  const { rows } = await node.node.pool.query('select from town.attachment_part where sha256 = any ($1)', [
    [single.of.sha256, shared.of.sha256],
  ])
  expect(rows).toEqual([])
})

test('what no record shows is gone after a day; of profiles the latest counts', async () => {
  const { ada, ben } = people()
  const [lost, shown, oldFace, newFace] = [seal(), seal(), seal(), seal()]
  for (const { ciphertext } of [lost, shown, oldFace, newFace]) await upload(ada, ciphertext)
  await show(ada, shown.of)
  for (const [age, { of }] of [
    [60, oldFace],
    [0, newFace],
  ] as const) {
    const content = { v: 1, name: 'Ada', about: '', picture: of } as const
    expect((await client.publish(write(ada, { kind: RecordKind.Profile, content }, age))).accepted).toBe(true)
  }
  const all = () => Promise.all([lost, shown, oldFace, newFace].map(({ of }) => statusFor(ben, of.sha256)))
  await dropOrphans(node.node)
  expect(await all()).toEqual([200, 200, 200, 200])
  const { clock } = node.node
  await dropOrphans({ ...node.node, clock: () => clock() + 86_500_000 })
  expect(await all()).toEqual([404, 200, 404, 200])
})
