import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { NostrEvent } from '@distributed-town/protocol'
import pg from 'pg'
import { WebSocketServer } from 'ws'
import { createSenderOfRequest, OWN_SENDER } from '../address.ts'
import { createGate } from '../chain/gate.ts'
import { insertThreadRecords, type ThreadInsertion, type ThreadRecord } from '../db/town/thread-records.ts'
import type { Past } from '../example/past.ts'
import type { Rereading } from '../indexer/rereading.ts'
import type { Node } from '../node.ts'
import { createSlots } from '../slots.ts'
import type { Audience } from './accept-event.ts'
import { listReaders } from './access.ts'
import { RELAY_PATH } from './authenticate.ts'
import { type Connection, openConnection, type Surroundings } from './connection.ts'
import { removeExpired } from './expire.ts'
import { createGroupCommit } from './group-commit.ts'
import { LIMITS, type Limits } from './limits.ts'
import { createPressure } from './pressure.ts'
import { createRate, type Rate } from './rate.ts'
import { createVerifier } from './verifier.ts'

/** A Nostr relay for the records of towns and for mailboxes: NIP-01, 09, 11, 40, 42 and 59. */
export type Relay = {
  /** Takes over the WebSocket upgrades of the server; any path but the relay's is answered with 404. */
  readonly attach: (server: Server) => void
  /** Sends an event that was just stored to those who asked for it and may have it. */
  readonly deliver: (event: NostrEvent, audience: Audience) => Promise<void>
  /** How many clients are connected. */
  readonly connections: () => number
  /** Ends all connections; when it resolves, the database isn't used any more. */
  readonly close: () => Promise<void>
}

export const createRelay = (
  node: Pick<Node, 'db' | 'pool' | 'bus' | 'clock' | 'config' | 'log'>,
  {
    limits: given = {},
    rereading,
    past,
  }: {
    limits?: Partial<Limits>
    rereading?: Pick<Rereading, 'progress'>
    past?: Pick<Past, 'progress'> | undefined
  } = {},
): Relay => {
  const limits: Limits = { ...LIMITS, ...given }
  const senderOfRequest = createSenderOfRequest(node.config)
  const connections = new Set<Connection>()
  const slots = createSlots({
    inAll: limits.connections,
    perAddress: limits.connectionsPerAddress,
    // All residents of the example network.
    exempt: OWN_SENDER,
  })
  const rates = new Map<string, { readonly rate: Rate; users: number }>()
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.frameBytes,
    perMessageDeflate: false,
    clientTracking: true,
  })

  const deliver = async (event: NostrEvent, audience: Audience): Promise<void> => {
    const listening = [...connections].some(({ isListening }) => isListening())
    if (!listening) return
    underWay.add(event.id)
    try {
      const readers = new Set(await readersOf(audience))
      let json: string | undefined
      for (const connection of connections) {
        if (![...connection.keys].some((key) => readers.has(key))) continue
        for (const subscription of connection.findSubscriptions(event)) {
          json ??= JSON.stringify(event)
          connection.deliver(subscription, event, json)
        }
      }
    } finally {
      underWay.remove(event.id)
    }
  }

  const reading = new Map<string, Promise<readonly string[]>>()
  /** Asked once for the events of one turn of the event loop: those that were written together. */
  const readersOf = (audience: Audience): Promise<readonly string[]> => {
    const key = JSON.stringify(audience)
    const readers = reading.get(key) ?? listReaders(node, audience)
    if (!reading.has(key)) {
      reading.set(key, readers)
      setImmediate(() => reading.delete(key))
    }
    return readers
  }

  const deliveries = new Set<Promise<void>>()
  const onStored = (event: NostrEvent, audience: Audience): void => {
    const delivery = deliver(event, audience)
      // The event is kept whatever becomes of this: readers who miss it find it when they ask again.
      .catch((error: unknown) => node.log.error({ err: error }, 'an event was not delivered'))
      .finally(() => deliveries.delete(delivery))
    deliveries.add(delivery)
  }

  const underWay = createCounter()
  const verifier = createVerifier()
  const surroundings: Surroundings = {
    db: node.db,
    bus: node.bus,
    clock: node.clock,
    config: node.config,
    log: node.log,
    limits,
    onStored,
    underWay,
    verifier,
    pressure: createPressure({ most: limits.bufferedBytesInAll }),
    // No connection has more than one.
    reads: createGate({ atOnce: READS_AT_ONCE, waiting: limits.connections }),
    writeThreadRecord: createGroupCommit<ThreadRecord, ThreadInsertion>({
      keyOf: ({ event }) => event.id,
      sizeOf: ({ event }) => event.content.length,
      maxItems: GROUP_ITEMS,
      maxSize: GROUP_CHARACTERS,
      write: (records) =>
        insertThreadRecords(node, { records, receivedAt: Math.floor(node.clock() / 1000), quotas: limits }),
      // What the server says of a statement, unlike a connection that broke.
      isOfOne: (error) => error instanceof pg.DatabaseError,
    }),
  }

  const expiring = setInterval(() => {
    removals = removals
      .then(() => removeExpired(node))
      .catch((error: unknown) => node.log.error({ err: error }, 'expired events were not removed'))
  }, limits.expireEveryMs)
  expiring.unref()
  let removals: Promise<void> = Promise.resolve()

  /** What the connections of one address share. Who leaves and comes again finds what is left of it. */
  const enterRate = (sender: string): { readonly rate: Rate; readonly leave: () => void } => {
    const { messagesPerSecondPerAddress: perSecond, burstPerAddress: burst } = limits
    const shared = rates.get(sender) ?? {
      rate: createRate({ perSecond, burst, clock: () => performance.now() }),
      users: 0,
    }
    shared.users += 1
    rates.set(sender, shared)
    return {
      rate: shared.rate,
      leave: () => {
        shared.users -= 1
      },
    }
  }

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // A client may be gone before it has an answer.
    socket.on('error', (error) => node.log.debug({ err: error }, 'an upgrade broke off'))
    const sender = senderOfRequest(request)
    if (rereading?.progress()) {
      answer(socket, upgradeRefusals.rereading)
      return
    }
    if (past?.progress() && sender !== OWN_SENDER) {
      answer(socket, upgradeRefusals.past)
      return
    }
    const slot = pathOf(request) === RELAY_PATH ? slots.enter(sender) : 'elsewhere'
    if (typeof slot === 'string') {
      answer(socket, upgradeRefusals[slot])
      return
    }
    // The place is taken until the socket is gone, whether or not the handshake succeeds.
    socket.once('close', slot)
    sockets.handleUpgrade(request, socket, head, (opened) => {
      const { rate, leave } = enterRate(sender)
      const connection = openConnection(surroundings, { socket: opened, addressRate: rate })
      connections.add(connection)
      opened.on('close', () => {
        connections.delete(connection)
        leave()
      })
    })
  }

  const unsubscribe = node.bus.subscribe(({ type }) => {
    if (type !== 'rereading') return
    for (const socket of sockets.clients) socket.close(TRY_AGAIN_LATER, 'everything is read anew')
  })

  const heartbeat = setInterval(() => {
    for (const connection of connections) connection.checkAlive()
    for (const [sender, { rate, users }] of rates) if (users === 0 && rate.isFull()) rates.delete(sender)
  }, limits.heartbeatMs)
  heartbeat.unref()

  return {
    attach: (server) => {
      server.on('upgrade', onUpgrade)
    },
    deliver,
    connections: () => connections.size,
    close: async () => {
      unsubscribe()
      clearInterval(heartbeat)
      clearInterval(expiring)
      const open = [...connections]
      for (const socket of sockets.clients) socket.close(1001, 'the relay stops')
      await Promise.race([
        new Promise<void>((resolve) => {
          sockets.close(() => resolve())
        }),
        new Promise<void>((resolve) => {
          setTimeout(resolve, CLOSE_TIMEOUT).unref()
        }),
      ])
      for (const socket of sockets.clients) socket.terminate()
      await Promise.all(open.map((connection) => connection.idle()))
      await Promise.all(deliveries)
      await removals
      await verifier.close()
    },
  }
}

const CLOSE_TIMEOUT = 1000
/** Of RFC 6455's registry. */
const TRY_AGAIN_LATER = 1013
const READS_AT_ONCE = 6
/** Of one statement. */
const GROUP_ITEMS = 128
const GROUP_CHARACTERS = 1_000_000

/** How often something is counted; what is under way twice isn't over when one of them is. */
const createCounter = () => {
  const counts = new Map<string, number>()
  return {
    add: (id: string): void => {
      counts.set(id, (counts.get(id) ?? 0) + 1)
    },
    remove: (id: string): void => {
      const left = (counts.get(id) ?? 1) - 1
      if (left > 0) counts.set(id, left)
      else counts.delete(id)
    },
    has: (id: string): boolean => counts.has(id),
  }
}

const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0] ?? ''

const upgradeRefusals = {
  elsewhere: '404 Not Found',
  // Who is a member of what is not known.
  rereading: '503 Service Unavailable',
  past: '503 Service Unavailable',
  allTaken: '503 Service Unavailable',
  ownTaken: '429 Too Many Requests',
} as const

const answer = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
