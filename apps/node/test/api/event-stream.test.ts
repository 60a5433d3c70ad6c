import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { createEventStream, type EventStream, type EventStreamOptions } from '../../src/api/event-stream.ts'

const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const serve = async (options: Partial<EventStreamOptions> = {}): Promise<{ stream: EventStream; port: number }> => {
  const stream = createEventStream({ run: 'r', ...options })
  const server = createServer((request, response) => {
    response.writeHead(200)
    stream.add(response, request.headers['last-event-id'] as string | undefined)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { stream, port: (server.address() as AddressInfo).port }
}

/** Collects what arrives. */
const listen = async (port: number, lastEventId?: string) => {
  const controller = new AbortController()
  const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
  const response = await fetch(`http://127.0.0.1:${port}`, { headers, signal: controller.signal })
  const reader = { text: '', isOver: false, leave: () => controller.abort() }
  const read = async () => {
    for await (const chunk of response.body ?? []) reader.text += Buffer.from(chunk).toString()
  }
  void read().then(
    () => {
      reader.isOver = true
    },
    () => {
      reader.isOver = true
    },
  )
  return reader
}

const wallets = (stream: EventStream, from: number, to: number) => {
  for (let id = from; id <= to; id++) stream.publish({ type: 'wallet', id })
}

const idsOf = (text: string) => [...text.matchAll(/^data: \{"id":(\d+)\}$/gm)].map(([, id]) => Number(id))

test('a reader gets a place to come back to, and what happens from then on', async () => {
  const { stream, port } = await serve()
  wallets(stream, 1, 2)
  const reader = await listen(port)
  await expect.poll(() => reader.text).toBe('retry: 2000\nid: r.2\n\n')
  stream.publish({ type: 'gig', id: 16777217n, communityId: 1, state: 'Open' })
  stream.heartbeat()
  await expect
    .poll(() => reader.text)
    .toBe(
      'retry: 2000\nid: r.2\n\nid: r.3\nevent: gig\ndata: {"id":"16777217","communityId":1,"state":"Open"}\n\n:\n\n',
    )
})

test('who comes back gets what was missed, in order and once', async () => {
  const { stream, port } = await serve({ kept: 5 })
  wallets(stream, 1, 12)
  const reader = await listen(port, 'r.7')
  wallets(stream, 13, 14)
  await expect.poll(() => idsOf(reader.text)).toEqual([8, 9, 10, 11, 12, 13, 14])
  const nothing = await listen(port, 'r.14')
  await expect.poll(() => nothing.text).toBe('retry: 2000\n\n')
})

test.each(['r.6', 'other.12', 'r.13', 'r.', 'r', 'r.x', 'r.1e1', '7', 'r.-1', 'r.99999999999999999999'])(
  'who was away too long or elsewhere is told to read again: %s',
  async (id) => {
    const { stream, port } = await serve({ kept: 5 })
    wallets(stream, 1, 12)
    const reader = await listen(port, id)
    await expect.poll(() => reader.text).toContain(`id: r.12\nevent: reset\ndata: {"lastEventId":"${id}"}\n\n`)
    wallets(stream, 13, 13)
    await expect.poll(() => idsOf(reader.text)).toEqual([13])
  },
)

test('a reader that does not read is dropped, the others stay', async () => {
  const { stream, port } = await serve({ maxWaiting: 64 * 1024 })
  const other = await listen(port)
  const slow = connect({ port, host: '127.0.0.1' })
  slow.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  await sleep(100)
  slow.pause()
  const closed = new Promise<void>((resolve) => slow.once('close', () => resolve()))
  slow.on('error', () => slow.destroy())
  let sent = 0
  for (let round = 0; round < 200; round++) {
    wallets(stream, sent + 1, sent + 1000)
    sent += 1000
    // The other one reads along.
    await expect.poll(() => other.text.endsWith(`{"id":${sent}}\n\n`), { timeout: 5_000, interval: 2 }).toBe(true)
  }
  slow.resume()
  await closed
  expect(other.isOver).toBe(false)
}, 30_000)

test('closing ends all readers', async () => {
  const { stream, port } = await serve()
  const reader = await listen(port)
  await expect.poll(() => reader.text).not.toBe('')
  stream.close()
  await expect.poll(() => reader.isOver).toBe(true)
  wallets(stream, 1, 3)
})
