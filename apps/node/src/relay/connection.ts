import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { GIFT_WRAP_KIND, isRecordKind, type NostrEvent } from '@distributed-town/protocol'
import type { RawData, WebSocket } from 'ws'
import type { Gate } from '../chain/gate.ts'
import { listReadableRecords, type RecordRow } from '../db/town/records.ts'
import type { Node } from '../node.ts'
import { type Audience, acceptEvent, type Keeping } from './accept-event.ts'
import { refuseReading } from './access.ts'
import { checkAuthentication } from './authenticate.ts'
import { type Filter, matches } from './filters.ts'
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
import type { Pressure } from './pressure.ts'
import { createRate, type Rate } from './rate.ts'
import { formatRefusal, type RefusalCode } from './refusals.ts'

/** One client of the relay. */
export type Connection = {
  /** Keys it is authenticated for. */
  readonly keys: ReadonlySet<string>
  /** Whether it is authenticated and has subscriptions. */
  readonly isListening: () => boolean
  /** Subscriptions that ask for the event. */
  readonly findSubscriptions: (event: NostrEvent) => readonly Subscription[]
  /** Sends an event that has just arrived. @param json The same event. */
  readonly deliver: (subscription: Subscription, event: NostrEvent, json: string) => void
  /** Ends it at once: what waits for it takes the room of all. */
  readonly drop: () => void
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
  /** Events that came with the stored ones while they were on their way to those who listen. */
  seen: ReadonlySet<string>
}

/** What all connections of a relay share. */
export type Surroundings = Pick<Node, 'db' | 'clock' | 'config' | 'log'> &
  Keeping & {
    /** Called with each event that a client brought. */
    readonly onStored: (event: NostrEvent, audience: Audience) => void
    /** Ids of events that are being written or delivered. */
    readonly underWay: {
      readonly add: (id: string) => void
      readonly remove: (id: string) => void
      readonly has: (id: string) => boolean
    }
    readonly pressure: Pressure<Connection>
    /** Lets some of the readers at the database at once, so that it has time for others. */
    readonly reads: Gate
  }

/** @param options.addressRate Of all connections of the same address. */
export const openConnection = (
  surroundings: Surroundings,
  { socket, addressRate }: { socket: WebSocket; addressRate: Rate },
): Connection => {
  const { limits, log, underWay, pressure } = surroundings
  const expected = randomBytes(32).toString('hex')
  const keys = new Set<string>()
  const subscriptions = new Map<string, Subscription>()
  const rate = createRate({ perSecond: limits.messagesPerSecond, burst: limits.burst, clock: () => performance.now() })
  let refusals = 0
  let queued = 0
  let last: Promise<unknown> = Promise.resolve()
  /** All but the records said since. */
  let lastOther: Promise<unknown> = Promise.resolve()
  let alive = true
  let isDropped = false

  const send = (text: string): void => {
    if (socket.readyState !== socket.OPEN) return
    socket.send(text, report)
    if (socket.bufferedAmount > limits.bufferedBytes) dismiss('TOO_SLOW')
    else report()
  }

  const report = (): void => {
    const isGone = isDropped || socket.readyState === socket.CLOSED
    pressure.report(connection, isGone ? 0 : socket.bufferedAmount)?.drop()
  }

  const drop = (): void => {
    isDropped = true
    log.info({ code: 'TOO_SLOW' satisfies RefusalCode }, 'a client of the relay is dropped')
    socket.terminate()
    report()
  }

  /** Nothing more is sent but the reason, for which the reader must take what waits. */
  const dismiss = (code: RefusalCode): void => {
    if (socket.readyState !== socket.OPEN) return
    log.info({ code }, 'a client of the relay is sent away')
    socket.close(1008, formatRefusal(code))
    setTimeout(() => socket.terminate(), limits.closeMs).unref()
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
    underWay.add(event.id)
    try {
      const { accepted, reason, audience, isForged } = await acceptEvent(surroundings, { event, keys: [...keys] })
      send(ok(event.id, accepted, reason))
      if (audience) surroundings.onStored(event, audience)
      if (isForged) fine()
    } finally {
      underWay.remove(event.id)
    }
  }

  const fine = (): void => {
    rate.fine(limits.forgeryCost)
    addressRate.fine(limits.forgeryCost)
  }

  const authenticate = async (event: NostrEvent): Promise<void> => {
    const now = Math.floor(surroundings.clock() / 1000)
    const flaw =
      keys.size >= limits.keys && !keys.has(event.pubkey)
        ? 'TOO_MANY_KEYS'
        : await checkAuthentication(surroundings, { event, challenge: expected, now })
    if (flaw === 'WRONG_ID' || flaw === 'WRONG_SIGNATURE') fine()
    if (!flaw) keys.add(event.pubkey)
    send(ok(event.id, !flaw, flaw ? formatRefusal(flaw) : ''))
  }

  const subscribe = async ({ subscription: id, filters }: { subscription: string; filters: readonly Filter[] }) => {
    // The same id again replaces what it stood for.
    subscriptions.delete(id)
    if (subscriptions.size >= limits.subscriptions) return send(closed(id, 'TOO_MANY_SUBSCRIPTIONS'))
    const subscription: Subscription = { id, filters, waiting: [], seen: new Set() }
    // Listens before it reads, so that nothing falls in between.
    subscriptions.set(id, subscription)
    const refusal = await refuseReading(surroundings, { filters, keys: [...keys] })
    if (refusal) {
      subscriptions.delete(id)
      return send(closed(id, refusal))
    }
    const sent = new Set<string>()
    for (const filter of filters) await sendStored({ id, filter, sent })
    send(endOfStored(id))
    for (const { id: eventId, json } of subscription.waiting ?? []) if (!sent.has(eventId)) send(eventOf(id, json))
    subscription.waiting = undefined
    subscription.seen = new Set([...sent].filter(underWay.has))
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
      const now = Math.floor(surroundings.clock() / 1000)
      const rows = await surroundings.reads.enter(() =>
        listReadableRecords(surroundings, { filter, keys: [...keys], after, limit, keyWraps, now }),
      )
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
      if (performance.now() > deadline) return dismiss('TOO_SLOW')
      await sleep(5)
    }
  }

  // Whoever only holds connections open keeps others out.
  const firstMessage = setTimeout(() => socket.close(1008, 'nothing was said'), limits.firstMessageMs)
  firstMessage.unref()

  const receive = (data: RawData, isBinary: boolean): void => {
    clearTimeout(firstMessage)
    const message = isBinary ? undefined : parseMessage(data.toString())
    if (!rate.take() || !addressRate.take()) {
      refusals += 1
      if (refusals > limits.refusals) socket.close(1008, 'too many messages')
      else send(message ? refuseMessage(message, 'TOO_MANY_MESSAGES') : notice('TOO_MANY_MESSAGES'))
      return
    }
    refusals = Math.max(0, refusals - 1)
    if (message) enqueue(message)
    else send(notice('MALFORMED_MESSAGE'))
  }

  /** One after another: what a client says first is done first. Only records go together, as one statement writes many. */
  const enqueue = (message: ClientMessage): void => {
    queued += 1
    if (queued >= limits.queue) socket.pause()
    const isRecord = message.type === 'EVENT' && isRecordKind(message.event.kind)
    const done = (isRecord ? lastOther : last)
      // Nobody waits for what is still to be done when the client has gone.
      .then(() => (socket.readyState === socket.OPEN ? handle(message) : undefined))
      .catch((error: unknown) => {
        log.error({ err: error, message: message.type }, 'a message to the relay failed')
        if (message.type === 'REQ') subscriptions.delete(message.subscription)
        send(refuseMessage(message, 'INTERNAL'))
      })
      .finally(() => {
        queued -= 1
        if (queued < limits.queue / 2 && socket.isPaused) socket.resume()
      })
    last = Promise.all([last, done])
    if (!isRecord) lastOther = last
  }

  socket.on('message', receive)
  socket.on('pong', () => {
    alive = true
  })
  // A frame that is too large or broken; the library closes the connection with the right code.
  socket.on('error', (error) => log.debug({ err: error }, 'a client of the relay broke the protocol'))
  socket.on('close', () => {
    clearTimeout(firstMessage)
    subscriptions.clear()
    pressure.report(connection, 0)
  })

  const connection: Connection = {
    keys,
    isListening: () => keys.size > 0 && subscriptions.size > 0,
    findSubscriptions: (event) => [...subscriptions.values()].filter(({ filters }) => matches(filters, event)),
    deliver: (subscription, { id }, json) => {
      if (subscriptions.get(subscription.id) !== subscription || subscription.seen.has(id)) return
      if (!subscription.waiting) send(eventOf(subscription.id, json))
      else if (subscription.waiting.push({ id, json }) > limits.waitingEvents) dismiss('TOO_SLOW')
    },
    drop,
    checkAlive: () => {
      if (!alive) socket.terminate()
      else socket.ping()
      alive = false
    },
    idle: async () => {
      await last
    },
  }
  send(challenge(expected))
  return connection
}

const asksForWraps = ({ kinds }: Filter): boolean => kinds?.includes(GIFT_WRAP_KIND) ?? true
