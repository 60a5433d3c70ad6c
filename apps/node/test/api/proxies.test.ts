import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createServer } from '../../src/api/server.ts'
import { createBus } from '../../src/bus.ts'
import { readConfig } from '../../src/config.ts'
import type { Node } from '../../src/node.ts'

const log = pino({ level: 'silent' })

/** Statuses of requests that name others as their senders, where one sender may ask once a minute. */
const ask = async (env: Readonly<Record<string, string>>, remoteAddress: string, senders: readonly string[]) => {
  const node = { config: readConfig(env), log, bus: createBus({ log }), clock: Date.now } as Node
  const app = await createServer(node, { maxRequests: 1 })
  const statuses: number[] = []
  for (const sender of senders) {
    const headers = { 'x-forwarded-for': sender }
    statuses.push((await app.inject({ url: '/api/nothing', headers, remoteAddress })).statusCode)
  }
  await app.close()
  return statuses
}

const PUBLIC_URL = 'https://town.example'
const [one, other] = ['203.0.113.1', '203.0.113.2'] as const

test('without a proxy nobody is believed who they are', async () => {
  expect(await ask({}, '127.0.0.1', [one, other])).toEqual([404, 429])
  expect(await ask({}, '192.0.2.7', [one, other])).toEqual([404, 429])
})

test('behind a proxy on this machine each sender counts by itself', async () => {
  expect(await ask({ PUBLIC_URL }, '127.0.0.1', [one, other, one])).toEqual([404, 404, 429])
  expect(await ask({ PUBLIC_URL }, '::1', [one, other])).toEqual([404, 404])
  // What stands before the address that the proxy saw was written by the sender.
  expect(await ask({ PUBLIC_URL }, '127.0.0.1', [`${other}, ${one}`, one])).toEqual([404, 429])
  // Who comes past the proxy.
  expect(await ask({ PUBLIC_URL }, '192.0.2.7', [one, other])).toEqual([404, 429])
})

test('proxies elsewhere are named', async () => {
  const env = { PUBLIC_URL, TRUSTED_PROXIES: '192.0.2.0/24' }
  expect(await ask(env, '192.0.2.7', [one, other])).toEqual([404, 404])
  expect(await ask(env, '127.0.0.1', [one, other])).toEqual([404, 429])
})
