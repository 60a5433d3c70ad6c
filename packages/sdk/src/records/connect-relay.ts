import { type NostrEvent, nostrEventSchema, TownError } from '@distributed-town/protocol'
import { type Filter, matchFilter } from 'nostr-tools/filter'
import { makeAuthEvent } from 'nostr-tools/nip42'
import { finalizeEvent, verifyEvent } from 'nostr-tools/pure'
import * as z from 'zod/mini'
import type { Identity } from '../identity.ts'
import type { Town } from '../town.ts'

export type RelayStatus = 'connecting' | 'connected' | 'closed'

/** A connection to the relay of a node that comes back by itself; everything asked for survives a break. */
export type Relay = {
  readonly status: () => RelayStatus
  /**
   * Resolves when the relay has accepted the event.
   * @throws TownError RELAY_REFUSED with the relay's reason, RELAY_TIMEOUT, RELAY_CLOSED.
   */
  readonly publish: (event: NostrEvent) => Promise<void>
  /**
   * Stored events that match, in the relay's order, with valid signatures.
   * @throws TownError as `publish`.
   */
  readonly list: (filter: Filter) => Promise<readonly NostrEvent[]>
  /** Stored events and what comes later, each once. @returns how to stop. */
  readonly subscribe: (filter: Filter, listeners: SubscriptionListeners) => () => void
  readonly close: () => void
}

export type SubscriptionListeners = {
  readonly onEvent: (event: NostrEvent) => void
  /** All stored events were delivered; again after each reconnection. */
  readonly onStored?: (() => void) | undefined
  /** The relay refuses this subscription; it ends. */
  readonly onRefused?: ((error: TownError) => void) | undefined
}

/**
 * Connects to the node's relay (NIP-01) and signs in with the messaging key (NIP-42).
 *
 * @param options.timeoutMs How long a question or a publication waits for its answer, reconnections included.
 */
export const connectRelay = (
  town: Pick<Town, 'url' | 'webSocket' | 'clock' | 'random'>,
  { identity, path, timeoutMs = 15_000 }: { identity: Identity; path: string; timeoutMs?: number },
): Relay => {
  const url = relayUrl(town.url, path)
  const subscriptions = new Map<string, Subscription>()
  const publications = new Map<string, Publication>()
  let socket: WebSocket | undefined
  let status: RelayStatus = 'connecting'
  let attempts = 0
  let nextId = 0
  let authId: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const send = (message: readonly unknown[]) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
  }

  const open = () => {
    const current = town.webSocket(url)
    socket = current
    authId = undefined
    current.onopen = () => {
      // A relay that asks nobody who they are sends no challenge.
      timer = setTimeout(ready, CHALLENGE_WAIT_MS)
    }
    current.onmessage = ({ data }) => {
      const message = parseMessage(data)
      if (message && current === socket) receive(message)
    }
    // An error is always followed by a close.
    current.onclose = () => {
      if (current !== socket || status === 'closed') return
      clearTimeout(timer)
      status = 'connecting'
      timer = setTimeout(open, backoffMs(attempts++, town.random))
    }
  }

  const ready = () => {
    clearTimeout(timer)
    if (status === 'closed') return
    status = 'connected'
    attempts = 0
    for (const [id, { filter }] of subscriptions) send(['REQ', id, filter])
    for (const { event } of publications.values()) send(['EVENT', event])
  }

  const receive = (message: RelayMessage) => {
    switch (message[0]) {
      case 'AUTH': {
        clearTimeout(timer)
        const template = { ...makeAuthEvent(url, message[1]), created_at: Math.floor(town.clock() / 1000) }
        const event = finalizeEvent(template, identity.messagingSecret)
        authId = event.id
        return send(['AUTH', event])
      }
      case 'OK': {
        const [, id, accepted, reason] = message
        // Whether or not it let us in: what needs it will be refused with the reason.
        if (id === authId) return ready()
        const publication = publications.get(id)
        if (!publication) return
        if (accepted) publication.accept()
        else publication.refuse(refusal(reason))
        return
      }
      case 'EVENT': {
        const [, id, event] = message
        const subscription = subscriptions.get(id)
        if (!subscription || subscription.seen.has(event.id)) return
        // The relay is not trusted: it may send what was not asked for, or what nobody signed.
        if (!matchFilter(subscription.filter, event) || !verifyEvent(event)) return
        subscription.seen.add(event.id)
        return subscription.onEvent(event)
      }
      case 'EOSE':
        return subscriptions.get(message[1])?.onStored?.()
      case 'CLOSED': {
        const subscription = subscriptions.get(message[1])
        subscriptions.delete(message[1])
        return subscription?.onRefused?.(refusal(message[2]))
      }
      case 'NOTICE':
        // For people who read logs; nothing depends on it.
        return
      default:
        return message satisfies never
    }
  }

  const subscribe = (filter: Filter, listeners: SubscriptionListeners) => {
    const id = String(nextId++)
    subscriptions.set(id, { ...listeners, filter, seen: new Set() })
    if (status === 'connected') send(['REQ', id, filter])
    return () => {
      if (subscriptions.delete(id)) send(['CLOSE', id])
    }
  }

  open()
  return {
    status: () => status,
    subscribe,
    publish: (event) =>
      new Promise((resolve, reject) => {
        if (status === 'closed') return reject(new TownError('RELAY_CLOSED'))
        const end = (finish: () => void) => {
          clearTimeout(timeout)
          publications.delete(event.id)
          finish()
        }
        const timeout = setTimeout(() => end(() => reject(new TownError('RELAY_TIMEOUT'))), timeoutMs)
        publications.set(event.id, {
          event,
          accept: () => end(resolve),
          refuse: (error) => end(() => reject(error)),
        })
        if (status === 'connected') send(['EVENT', event])
      }),
    list: (filter) =>
      new Promise((resolve, reject) => {
        if (status === 'closed') return reject(new TownError('RELAY_CLOSED'))
        const events: NostrEvent[] = []
        const end = (finish: () => void) => {
          clearTimeout(timeout)
          stop()
          finish()
        }
        const timeout = setTimeout(() => end(() => reject(new TownError('RELAY_TIMEOUT'))), timeoutMs)
        const stop = subscribe(filter, {
          onEvent: (event) => events.push(event),
          onStored: () => end(() => resolve(events)),
          onRefused: (error) => end(() => reject(error)),
        })
      }),
    close: () => {
      status = 'closed'
      clearTimeout(timer)
      for (const { refuse } of publications.values()) refuse(new TownError('RELAY_CLOSED'))
      for (const { onRefused } of subscriptions.values()) onRefused?.(new TownError('RELAY_CLOSED'))
      subscriptions.clear()
      socket?.close()
    },
  }
}

type Subscription = SubscriptionListeners & { readonly filter: Filter; readonly seen: Set<string> }

type Publication = {
  readonly event: NostrEvent
  readonly accept: () => void
  readonly refuse: (error: TownError) => void
}

const CHALLENGE_WAIT_MS = 1500
const FIRST_BACKOFF_MS = 250
const MAX_BACKOFF_MS = 30_000

// Full jitter: the clients of a node that restarts don't come back at the same moment.
const backoffMs = (attempts: number, random: Town['random']): number => {
  const longest = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempts)
  return ((random(1)[0] ?? 0) / 256) * longest
}

const relayUrl = (base: string, path: string): string => {
  const url = new URL(path, base)
  url.protocol = url.protocol === 'https:' || url.protocol === 'wss:' ? 'wss:' : 'ws:'
  return url.href
}

/** NIP-01: a reason starts with a word that machines can read; relays of the town write a code after it. */
const refusal = (reason: string): TownError => {
  const [, kind = 'error', refused] = /^([a-z-]+): (?:([A-Z]+(?:_[A-Z]+)+)\b)?/.exec(reason) ?? []
  const code = kind === 'auth-required' ? 'RELAY_AUTH_REQUIRED' : 'RELAY_REFUSED'
  return new TownError(code, { kind, ...(refused !== undefined && { refusal: refused }), reason })
}

const relayMessage = z.union([
  z.tuple([z.literal('AUTH'), z.string()]),
  z.tuple([z.literal('OK'), z.string(), z.boolean(), z.string()]),
  z.tuple([z.literal('EVENT'), z.string(), nostrEventSchema]),
  z.tuple([z.literal('EOSE'), z.string()]),
  z.tuple([z.literal('CLOSED'), z.string(), z.string()]),
  z.tuple([z.literal('NOTICE'), z.string()]),
])
type RelayMessage = z.infer<typeof relayMessage>

// What can't be read is ignored, as NIP-01 lets relays send more than we know of.
const parseMessage = (data: unknown): RelayMessage | undefined => {
  if (typeof data !== 'string') return undefined
  try {
    return relayMessage.safeParse(JSON.parse(data)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
