import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { GIFT_WRAP_KIND, type NostrEvent } from '@distributed-town/protocol'
import type { RawData, WebSocket } from 'ws'
import { listReadableRecords, type RecordRow } from '../db/town/records.ts'
import type { Node } from '../node.ts'
import { type Audience, acceptEvent } from './accept-event.ts'
import { refuseReading } from './access.ts'
import { checkAuthentication } from './authenticate.ts'
import { type Filter, matches } from './filters.ts'
import type { Limits } from './limits.ts'
import {
  type ClientMessage,
  challenge,
  closed,
  endOfStored,
  eventOf,
  notice,
  ok,
  parseMessage,
  refuseMessage,
} from './messages.ts'
import { createRate } from './rate.ts'
import { formatRefusal } from './refusals.ts'

/** One client of the relay. */
export type Connection = {
  /** Keys it is authenticated for. */
  readonly keys: ReadonlySet<string>
  /** Subscriptions that ask for the event. */
  readonly findSubscriptions: (event: NostrEvent) => readonly Subscription[]
  /** Sends an event that has just arrived. @param json The same event. */
  readonly deliver: (subscription: Subscription, event: NostrEvent, json: string) => void
  /** Ends it if nothing was heard since the last time. */
  readonly checkAlive: () => void
  /** Resolves when nothing is being done for it. */
  readonly idle: () => Promise<void>
}

export type Subscription = {
  readonly id: string
  readonly filters: readonly Filter[]
  /** What arrives while the stored events are being sent comes after them; undefined from then on. */
  waiting: { readonly id: string; readonly json: string }[] | undefined
}

export const openConnection = (
  node: Pick<Node, 'db' | 'bus' | 'clock' | 'config' | 'log'>,
  {
    socket,
    limits,
    onStored,
  }: {
    socket: WebSocket
    limits: Limits
    /** Called with each event that this client brought. */
    onStored: (event: NostrEvent, audience: Audience) => void
  },
): Connection => {
  const expected = randomBytes(32).toString('hex')
  const keys = new Set<string>()
  const subscriptions = new Map<string, Subscription>()
  const rate = createRate({ perSecond: limits.messagesPerSecond, burst: limits.burst, clock: () => performance.now() })
  let refusals = 0
  let queued = 0
  let last: Promise<void> = Promise.resolve()
  let alive = true

  const send = (text: string): void => {
    if (socket.readyState !== socket.OPEN) return
    socket.send(text)
    if (socket.bufferedAmount > limits.bufferedBytes) drop('a reader of the relay is too slow')
  }

  const drop = (why: string): void => {
    node.log.info(why)
    socket.terminate()
  }

  const handle = async (message: ClientMessage): Promise<void> => {
    switch (message.type) {
      case 'EVENT':
        return accept(message.event)
      case 'REQ':
        return subscribe(message)
      case 'CLOSE':
        subscriptions.delete(message.subscription)
        return
      case 'AUTH':
        return authenticate(message.event)
      case 'refused':
        return send(message.answer)
      default:
        return message satisfies never
    }
  }

  const accept = async (event: NostrEvent): Promise<void> => {
    const { accepted, reason, audience } = await acceptEvent(node, { event, keys: [...keys], limits })
    send(ok(event.id, accepted, reason))
    if (audience) onStored(event, audience)
  }

  const authenticate = (event: NostrEvent): void => {
    const now = Math.floor(node.clock() / 1000)
    const flaw =
      keys.size >= limits.keys && !keys.has(event.pubkey)
        ? 'TOO_MANY_KEYS'
        : checkAuthentication({ event, challenge: expected, config: node.config, now })
    if (!flaw) keys.add(event.pubkey)
    send(ok(event.id, !flaw, flaw ? formatRefusal(flaw) : ''))
  }

  const subscribe = async ({ subscription: id, filters }: { subscription: string; filters: readonly Filter[] }) => {
    // The same id again replaces what it stood for.
    subscriptions.delete(id)
    if (subscriptions.size >= limits.subscriptions) return send(closed(id, 'TOO_MANY_SUBSCRIPTIONS'))
    const subscription: Subscription = { id, filters, waiting: [] }
    // Listens before it reads, so that nothing falls in between.
    subscriptions.set(id, subscription)
    const refusal = await refuseReading(node, { filters, keys: [...keys] })
    if (refusal) {
      subscriptions.delete(id)
      return send(closed(id, refusal))
    }
    const sent = new Set<string>()
    for (const filter of filters) await sendStored({ id, filter, sent })
    send(endOfStored(id))
    for (const { id: eventId, json } of subscription.waiting ?? []) if (!sent.has(eventId)) send(eventOf(id, json))
    subscription.waiting = undefined
  }

  const sendStored = async ({ id, filter, sent }: { id: string; filter: Filter; sent: Set<string> }): Promise<void> => {
    const most = Math.min(filter.limit ?? limits.events, limits.events)
    // Keys that the steward passed on come first and all of them: nobody else can push them out of the limit.
    if (most > 0 && asksForWraps(filter)) await sendPages({ id, filter, sent, most: Infinity, keyWraps: true })
    await sendPages({ id, filter, sent, most, keyWraps: false })
  }

  const sendPages = async ({
    id,
    filter,
    sent,
    most,
    keyWraps,
  }: {
    id: string
    filter: Filter
    sent: Set<string>
    most: number
    keyWraps: boolean
  }): Promise<void> => {
    let left = most
    let after: RecordRow | undefined
    while (left > 0 && socket.readyState === socket.OPEN) {
      const limit = Math.min(left, limits.page)
      const rows = await listReadableRecords(node, { filter, keys: [...keys], after, limit, keyWraps })
      for (const row of rows) {
        if (!sent.has(row.id)) send(eventOf(id, row.event))
        sent.add(row.id)
        await drained()
      }
      if (rows.length < limit) return
      left -= rows.length
      after = rows.at(-1)
    }
  }

  /** Waits until the reader has taken what was sent, so that a large answer doesn't pile up here. */
  const drained = async (): Promise<void> => {
    const deadline = performance.now() + limits.drainMs
    while (socket.bufferedAmount > limits.bufferedBytes / 8 && socket.readyState === socket.OPEN) {
      if (performance.now() > deadline) return drop('a reader of the relay stopped reading')
      await sleep(5)
    }
  }

  // Whoever only holds connections open keeps others out.
  const firstMessage = setTimeout(() => socket.close(1008, 'nothing was said'), limits.firstMessageMs)
  firstMessage.unref()

  const receive = (data: RawData, isBinary: boolean): void => {
    clearTimeout(firstMessage)
    const message = isBinary ? undefined : parseMessage(data.toString())
    if (!rate.take()) {
      refusals += 1
      if (refusals > limits.refusals) socket.close(1008, 'too many messages')
      else send(message ? refuseMessage(message, 'TOO_MANY_MESSAGES') : notice('TOO_MANY_MESSAGES'))
      return
    }
    refusals = Math.max(0, refusals - 1)
    if (message) enqueue(message)
    else send(notice('MALFORMED_MESSAGE'))
  }

  /** One after another: what a client says first is done first. */
  const enqueue = (message: ClientMessage): void => {
    queued += 1
    if (queued >= limits.queue) socket.pause()
    last = last
      // Nobody waits for what is still to be done when the client has gone.
      .then(() => (socket.readyState === socket.OPEN ? handle(message) : undefined))
      .catch((error: unknown) => {
        node.log.error({ err: error, message: message.type }, 'a message to the relay failed')
        if (message.type === 'REQ') subscriptions.delete(message.subscription)
        send(refuseMessage(message, 'INTERNAL'))
      })
      .finally(() => {
        queued -= 1
        if (queued < limits.queue / 2 && socket.isPaused) socket.resume()
      })
  }

  socket.on('message', receive)
  socket.on('pong', () => {
    alive = true
  })
  // A frame that is too large or broken; the library closes the connection with the right code.
  socket.on('error', (error) => node.log.debug({ err: error }, 'a client of the relay broke the protocol'))
  socket.on('close', () => {
    clearTimeout(firstMessage)
    subscriptions.clear()
  })
  send(challenge(expected))

  return {
    keys,
    findSubscriptions: (event) => [...subscriptions.values()].filter(({ filters }) => matches(filters, event)),
    deliver: (subscription, { id }, json) => {
      if (subscriptions.get(subscription.id) !== subscription) return
      if (!subscription.waiting) send(eventOf(subscription.id, json))
      else if (subscription.waiting.push({ id, json }) > limits.waitingEvents)
        drop('too much arrived for a slow reader')
    },
    checkAlive: () => {
      if (!alive) socket.terminate()
      else socket.ping()
      alive = false
    },
    idle: () => last,
  }
}

const asksForWraps = ({ kinds }: Filter): boolean => kinds?.includes(GIFT_WRAP_KIND) ?? true
