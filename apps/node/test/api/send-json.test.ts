import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { type FastifyInstance, fastify } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendJson } from '../../src/api/send-json.ts'

const LARGE = Buffer.from(JSON.stringify(Array.from({ length: 5_000 }, (_, i) => ({ id: i, name: `Città ${i ** 3}` }))))
const SMALL = Buffer.from('{"items":[],"next":null}')

let app: FastifyInstance

beforeAll(async () => {
  app = fastify()
  app.get('/large', (asked, reply) => sendJson(asked, reply, LARGE))
  app.get('/small', (asked, reply) => sendJson(asked, reply, SMALL))
  await app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => app?.close())

/** As it comes over the wire: `fetch` would unpack it. */
const get = async (path: string, headers: Record<string, string> = {}) => {
  const [response] = (await once(request(`${app.listeningOrigin}${path}`, { headers }).end(), 'response')) as [
    IncomingMessage,
  ]
  const parts: Buffer[] = []
  for await (const part of response) parts.push(part as Buffer)
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }
}

test('what is large is compressed as the client can read it', async () => {
  for (const [accepted, encoding, unpack] of [
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['BR;q=0.5, gzip', 'br', brotliDecompressSync],
    ['gzip, br;q=0', 'gzip', gunzipSync],
  ] as const) {
    const { status, headers, body } = await get('/large', { 'accept-encoding': accepted })
    expect({ accepted, status, encoding: headers['content-encoding'] }).toEqual({ accepted, status: 200, encoding })
    expect(headers.vary).toBe('accept-encoding')
    expect(unpack(body).equals(LARGE)).toBe(true)
    expect(body.length).toBeLessThan(LARGE.length / 2)
  }
  for (const accepted of ['', 'identity', 'br;q=0.000', 'broken', 'x-gzip;q=1']) {
    const { headers, body } = await get('/large', { 'accept-encoding': accepted })
    expect({ accepted, encoding: headers['content-encoding'] }).toEqual({ accepted, encoding: undefined })
    expect(body.equals(LARGE)).toBe(true)
  }
})

test('whoever has it is not sent it again', async () => {
  const { headers } = await get('/large')
  const again = await get('/large', { 'if-none-match': headers.etag ?? '', 'accept-encoding': 'br' })
  expect({ status: again.status, length: again.body.length }).toEqual({ status: 304, length: 0 })
  expect((await get('/large', { 'if-none-match': '"another"' })).status).toBe(200)
})

test('what is small is sent as it is', async () => {
  const { headers, body } = await get('/small', { 'accept-encoding': 'br' })
  expect(headers['content-encoding']).toBeUndefined()
  expect(body.equals(SMALL)).toBe(true)
})
