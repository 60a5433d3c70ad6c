import type { AddressInfo } from 'node:net'
import { createIdentity, type NostrEvent, type TownError } from '@distributed-town/sdk'
import { finalizeEvent, verifyEvent } from 'nostr-tools/pure'
import { afterEach, expect, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { connectRelay, type Relay } from '../src/records/connect-relay.ts'

// Against a relay that says what a test makes it say; the node's own is met in e2e/story.test.ts.

const identity = createIdentity(new Uint8Array(32).fill(3))
const CHALLENGE = 'sign this'

const signed = (content: string, kind = 3843): NostrEvent =>
  finalizeEvent({ kind, content, tags: [], created_at: 1_800_000_000 }, identity.messagingSecret)

type Heard = readonly [string, ...unknown[]]

let server: WebSocketServer
let relay: Relay

afterEach(async () => {
  relay.close()
  for (const client of server.clients) client.terminate()
  await new Promise((resolve) => server.close(resolve))
})

/** A relay that lets everybody in; what it hears besides goes to `answer`. */
const start = async ({
  answer,
  timeoutMs,
}: {
  answer: (heard: Heard, reply: (...message: unknown[]) => void, socket: WebSocket) => void
  timeoutMs?: number
}) => {
  const heard: Heard[] = []
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('connection', (socket) => {
    const reply = (...message: unknown[]) => socket.send(JSON.stringify(message))
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Heard
      heard.push(message)
      if (message[0] === 'AUTH') return reply('OK', (message[1] as NostrEvent).id, true, '')
      answer(message, reply, socket)
    })
    reply('AUTH', CHALLENGE)
  })
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const town = {
    url: `http://127.0.0.1:${port}`,
    webSocket: (address: string) => new globalThis.WebSocket(address),
    clock: () => 1_800_000_000_000,
    random: (bytes: number) => new Uint8Array(bytes),
  }
  relay = connectRelay(town, { identity, path: '/relay', ...(timeoutMs !== undefined && { timeoutMs }) })
  return { heard, url: `ws://127.0.0.1:${port}/relay` }
}

test('behavior: a refusal has its reason', async () => {
  await start({
    answer: ([, event], reply) =>
      reply('OK', (event as NostrEvent).id, false, 'restricted: NOT_A_MEMBER only those who live in the town'),
  })
  await expect(relay.publish(signed('a'))).rejects.toMatchObject({
    code: 'RELAY_REFUSED',
    details: { kind: 'restricted', refusal: 'NOT_A_MEMBER' },
  })
})

test('behavior: a subscription that is refused ends', async () => {
  await start({ answer: ([, id], reply) => reply('CLOSED', id, 'auth-required: who are you?') })
  await expect(relay.list({ kinds: [1059] })).rejects.toMatchObject({ code: 'RELAY_AUTH_REQUIRED' })
})

test('behavior: no answer in time', async () => {
  await start({ answer: () => undefined, timeoutMs: 50 })
  await expect(relay.publish(signed('a'))).rejects.toMatchObject({ code: 'RELAY_TIMEOUT' })
  await expect(relay.list({ kinds: [3843] })).rejects.toMatchObject({ code: 'RELAY_TIMEOUT' })
})

test('behavior: what waits when it is closed fails, and so does what comes later', async () => {
  await start({ answer: () => undefined })
  const waiting = [relay.publish(signed('a')), relay.list({ kinds: [3843] })].map((promise) =>
    promise.catch(({ code }: TownError) => code),
  )
  relay.close()
  expect(await Promise.all(waiting)).toEqual(['RELAY_CLOSED', 'RELAY_CLOSED'])
  await expect(relay.list({ kinds: [3843] })).rejects.toMatchObject({ code: 'RELAY_CLOSED' })
})

test('behavior: drops what was not asked for, what nobody signed and what is no message', async () => {
  const good = signed('good')
  const forged = { ...signed('good'), content: 'forged' }
  await start({
    answer: ([, id], reply, socket) => {
      socket.send('not JSON')
      reply('HELLO', 1)
      reply('EVENT', id, { ...good, sig: 'none' })
      reply('EVENT', id, forged)
      reply('EVENT', id, signed('of another kind', 3844))
      reply('EVENT', 'another subscription', good)
      reply('EVENT', id, good)
      reply('EVENT', id, good)
      reply('EOSE', id)
    },
  })
  const events = await relay.list({ kinds: [3843] })
  expect(events.map(({ content }) => content)).toEqual(['good'])
})

test('default: signs in before it asks', async () => {
  const { heard, url } = await start({ answer: ([, event], reply) => reply('OK', (event as NostrEvent).id, true, '') })
  await relay.publish(signed('a'))
  expect(relay.status()).toBe('connected')
  expect(heard.map(([type]) => type)).toEqual(['AUTH', 'EVENT'])
  const auth = heard[0]?.[1] as NostrEvent
  expect(verifyEvent(auth)).toBe(true)
  expect(auth).toMatchObject({
    kind: 22_242,
    created_at: 1_800_000_000,
    tags: expect.arrayContaining([
      ['relay', url],
      ['challenge', CHALLENGE],
    ]),
  })
})

test('behavior: after a break it subscribes again and sends again what was not accepted', async () => {
  let breaks = 1
  await start({
    answer: ([type, subject], reply, socket) => {
      if (type === 'EVENT' && breaks-- > 0) return socket.terminate()
      if (type === 'EVENT') return reply('OK', (subject as NostrEvent).id, true, '')
      reply('EVENT', subject, signed('stored'))
      reply('EOSE', subject)
    },
  })
  const contents: string[] = []
  let stored = 0
  relay.subscribe(
    { kinds: [3843] },
    {
      onEvent: ({ content }) => contents.push(content),
      onStored: () => {
        stored += 1
      },
    },
  )
  await relay.publish(signed('new'))
  await expect.poll(() => stored).toBe(2)
  // Delivered by both connections, told once.
  expect(contents).toEqual(['stored'])
})
