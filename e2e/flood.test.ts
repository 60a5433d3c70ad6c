import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  createAndFound,
  createAndJoin,
  createGig,
  createTown,
  getCommunity,
  getGig,
  getHealth,
  type Town,
} from '@distributed-town/sdk'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { type NodeProcess, startProcess } from '../apps/node/test/process.ts'
import { createPerson, type Resident, settleIn } from './resident.ts'

// Everything at once and too much of it. Longer: FLOOD_CONNECTIONS=10000.

const CONNECTIONS = Number(process.env.FLOOD_CONNECTIONS ?? 2_400)
/** Of the node's own process; at rest it has about 200. */
const MAX_MEGABYTES = 700

vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 })

const home = mkdtempSync(join(tmpdir(), 'town-'))
let node: NodeProcess
let town: Town
let member: Resident
let port = 0
const sockets = new Set<Socket>()
const clients = new Set<WebSocket>()
const timers = new Set<NodeJS.Timeout>()

beforeAll(async () => {
  node = startProcess({ TOWN_HOME: home, LOG_LEVEL: 'error' })
  const url = await node.url
  port = Number(new URL(url).port)
  town = createTown({ url })
  const [ada, ben, cleo] = ['Ada', 'Ben', 'Cleo'].map((name) => createPerson(town, name)) as [never, never, never]
  const people: { readonly identity: Resident['identity'] }[] = [ada, ben, cleo]
  const [first, ...others] = people.map(({ identity }) => identity)
  const skills = [{ skill: 11, level: 5 }]
  const charter = { template: 0, name: 'Lime Street', purpose: 'Help', place: '', language: 'en' }
  const founded = await createAndFound(town, { identity: first as Resident['identity'], ...charter, skills })
  const { communityId } = founded
  for (const identity of others) await createAndJoin(town, { identity, communityId, skills })
  member = await settleIn(town, { person: ada, walletId: founded.walletId, communityId, epoch: 1 })
})

const letGo = async () => {
  for (const timer of timers) clearInterval(timer)
  for (const client of clients) client.terminate()
  for (const socket of sockets) socket.destroy()
}

afterAll(async () => {
  await letGo()
  member?.records.close()
  node.child.kill('SIGTERM')
  await node.ended
  rmSync(home, { recursive: true, force: true })
})

/** Loopback has many addresses; a node takes each but 127.0.0.1 for somebody else. */
const addressOf = (n: number): string => `127.${1 + (n >> 16)}.${(n >> 8) & 255}.${1 + (n & 127)}`

/** A connection that says something, and goes on saying it in small pieces if wanted. */
const open = (address: string, text = '', { drip }: { drip?: string } = {}): Socket => {
  const socket = connect({ port, host: '127.0.0.1', localAddress: address })
  sockets.add(socket)
  // The node may end it at any time: that is what is tested.
  socket.on('error', () => sockets.delete(socket))
  socket.on('close', () => sockets.delete(socket))
  if (text !== '') socket.write(text)
  if (drip !== undefined) timers.add(setInterval(() => socket.writable && socket.write(drip), 1000))
  return socket
}

const openRelay = (address: string): WebSocket => {
  const client = new WebSocket(`ws://127.0.0.1:${port}/relay`, { localAddress: address })
  clients.add(client)
  client.on('error', () => clients.delete(client))
  client.on('close', () => clients.delete(client))
  return client
}

/** What comes back until the connection ends; undefined if it stays open for long. */
const answerOf = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    let text = ''
    socket.on('data', (part) => {
      text += part.toString('latin1').slice(0, 1000)
    })
    socket.on('close', () => resolve(text))
  })

/** A body as large, for as long as the node takes it. @returns bytes that it took, and its answer. */
const pour = async (head: string, bytes: number): Promise<{ taken: number; answer: string }> => {
  const socket = open(addressOf(7), head)
  const answer = answerOf(socket)
  const chunk = Buffer.alloc(65_536, 'x')
  let taken = 0
  while (taken < bytes && socket.writable) {
    taken += chunk.length
    if (socket.write(chunk)) continue
    await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => undefined)
  }
  if (socket.writable) socket.end()
  return { taken, answer: await answer }
}

const megabytes = (): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${node.child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

/** Health is answered, and a member says and does something. */
const expectAlive = async (what: string) => {
  expect((await getHealth(town)).status, what).toBe('ok')
  const work = { skill: 11, commitment: 1, durationDays: 7, title: what }
  const { gigId } = await createGig(town, { records: member.records, ...work })
  expect((await getGig(town, { gigId })).state).toBe('Open')
  expect(node.child.exitCode, what).toBeNull()
  expect(megabytes(), what).toBeLessThan(MAX_MEGABYTES)
}

const HUNDRED_MB = 100 * 2 ** 20

test('bodies and frames of 100 MB are refused long before they are read', async () => {
  const head = (path: string, length: string) =>
    `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${length}\r\n\r\n`
  for (const path of ['/api/relay', '/rpc', '/api/nothing']) {
    const { taken, answer } = await pour(head(path, `content-length: ${HUNDRED_MB}`), HUNDRED_MB)
    expect(taken, path).toBeLessThan(HUNDRED_MB)
    expect(answer, path).toMatch(/^(HTTP\/1.1 4\d\d |$)/)
  }
  const chunked = await pour(
    `${head('/api/relay', 'transfer-encoding: chunked')}${HUNDRED_MB.toString(16)}\r\n`,
    HUNDRED_MB,
  )
  expect(chunked.taken).toBeLessThan(HUNDRED_MB)
  const client = openRelay(addressOf(7))
  await once(client, 'open')
  // The socket may break while it still writes, before it reads that the frame is too large.
  const closed = new Promise<number>((resolve) => client.once('close', resolve))
  client.send(Buffer.alloc(HUNDRED_MB, 'x'), () => undefined)
  expect([1006, 1009]).toContain(await closed)
  await expectAlive('bodies')
})

test('connections that are only held, by one and by many, keep nobody out', async () => {
  // By one that may be a proxy, one that isn't, and many.
  const addresses = (i: number) => ['127.0.0.1', '127.0.0.2', addressOf(i)][i % 3] ?? ''
  for (let i = 0; i < CONNECTIONS; i++) {
    open(addresses(i))
    // Lets the node take them.
    if (i % 100 === 0) await sleep(10)
  }
  await expectAlive('held connections')
  const heldBy = (address: string) => [...sockets].filter(({ localAddress }) => localAddress === address).length
  await vi.waitFor(() => expect(heldBy('127.0.0.2')).toBeLessThanOrEqual(300), { timeout: 10_000 })
})

test('requests that never end keep nobody out', async () => {
  const slow = Array.from({ length: CONNECTIONS / 8 }, (_, i) =>
    open(addressOf(i), 'GET /api/health HTTP/1.1\r\nhost: x\r\nx-slow: ', { drip: 'x' }),
  )
  const post = 'POST /api/relay HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n'
  for (let i = 0; i < CONNECTIONS / 8; i++) open(addressOf(i), post, { drip: '[' })
  await expectAlive('slow requests')
  // Headers get ten seconds.
  await vi.waitFor(() => expect(slow.every(({ destroyed }) => destroyed)).toBe(true), {
    timeout: 60_000,
    interval: 200,
  })
})

test('streams and readers that never read keep nobody out', async () => {
  const stream = 'GET /api/events HTTP/1.1\r\nhost: x\r\n\r\n'
  for (let i = 0; i < CONNECTIONS / 6; i++) {
    open(addressOf(i), stream).pause()
    open('127.0.0.3', stream).pause()
  }
  // Asks for much and reads nothing.
  const page = 'GET /api/communities HTTP/1.1\r\nhost: x\r\n\r\n'
  for (let i = 0; i < 100; i++) open(addressOf(i), page.repeat(200)).pause()
  await expectAlive('streams')
})

test('a flood of clients, events and requests keeps nobody out', async () => {
  let refused = 0
  const relayClients = CONNECTIONS / 3
  for (let i = 0; i < relayClients; i++) {
    openRelay(i % 3 === 0 ? '127.0.0.4' : addressOf(i)).on('error', () => {
      refused += 1
    })
    if (i % 100 === 0) await sleep(10)
  }
  await expectAlive('clients')
  // One address has 50 of them.
  await vi.waitFor(() => expect(refused).toBeGreaterThanOrEqual(relayClients / 3 - 50), { timeout: 30_000 })
  const hex = (length: number) => 'ab'.repeat(length / 2)
  const forged = { id: hex(64), pubkey: hex(64), created_at: 1, kind: 3843, tags: [], content: 'Ag', sig: hex(128) }
  for (const client of clients) {
    if (client.readyState !== client.OPEN) continue
    for (let i = 0; i < 50; i++) client.send(JSON.stringify(['EVENT', { ...forged, created_at: i }]))
    client.send('['.repeat(60_000))
    client.send(JSON.stringify(['REQ', 'x', ...Array.from({ length: 10 }, () => ({}))]))
  }
  const requests = ['GET /api/wallets/x', 'GET /%', 'POST /rpc', 'DELETE /api/gigs/1', 'BREW /'].map(
    (line) => `${line} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n`,
  )
  for (let i = 0; i < 200; i++) open(addressOf(i), requests[i % requests.length]?.repeat(100)).resume()
  await expectAlive('events and requests')
})

test('when they have gone, all is as before', async () => {
  await letGo()
  await expectAlive('afterwards')
  const { roster } = await getCommunity(town, { communityId: 1 })
  expect(roster).toHaveLength(3)
  expect(node.stderr()).toBe('')
})
