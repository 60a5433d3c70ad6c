import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { NostrEvent } from '@distributed-town/protocol'
import { WebSocketServer } from 'ws'
import type { Node } from '../node.ts'
import type { Audience } from './accept-event.ts'
import { listReaders } from './access.ts'
import { senderOf } from './address.ts'
import { RELAY_PATH } from './authenticate.ts'
import { type Connection, openConnection } from './connection.ts'
import { LIMITS, type Limits } from './limits.ts'

/** A Nostr relay for the records of towns and for mailboxes: NIP-01, 09, 11, 42 and 59. */
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
  node: Pick<Node, 'db' | 'bus' | 'clock' | 'config' | 'log'>,
  { limits: given = {} }: { limits?: Partial<Limits> } = {},
): Relay => {
  const limits: Limits = { ...LIMITS, ...given }
  const connections = new Set<Connection>()
  const perSender = new Map<string, number>()
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.frameBytes,
    perMessageDeflate: false,
    clientTracking: true,
  })

  const deliver = async (event: NostrEvent, audience: Audience): Promise<void> => {
    const found = [...connections].flatMap((connection) =>
      connection.findSubscriptions(event).map((subscription) => ({ connection, subscription })),
    )
    if (found.length === 0) return
    const readers = await listReaders(node, audience)
    const json = JSON.stringify(event)
    for (const { connection, subscription } of found) {
      if (readers.some((key) => connection.keys.has(key))) connection.deliver(subscription, event, json)
    }
  }

  const deliveries = new Set<Promise<void>>()
  const onStored = (event: NostrEvent, audience: Audience): void => {
    const delivery = deliver(event, audience)
      // The event is kept whatever becomes of this: readers who miss it find it when they ask again.
      .catch((error: unknown) => node.log.error({ err: error }, 'an event was not delivered'))
      .finally(() => deliveries.delete(delivery))
    deliveries.add(delivery)
  }

  sockets.on('connection', (socket, request) => {
    const sender = senderOfRequest(request)
    perSender.set(sender, (perSender.get(sender) ?? 0) + 1)
    const connection = openConnection(node, { socket, limits, onStored })
    connections.add(connection)
    socket.on('close', () => {
      connections.delete(connection)
      const left = (perSender.get(sender) ?? 1) - 1
      if (left > 0) perSender.set(sender, left)
      else perSender.delete(sender)
    })
  })

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // A client may be gone before it has an answer.
    socket.on('error', (error) => node.log.debug({ err: error }, 'an upgrade broke off'))
    if (pathOf(request) !== RELAY_PATH) answer(socket, '404 Not Found')
    else if (connections.size >= limits.connections) answer(socket, '503 Service Unavailable')
    else if ((perSender.get(senderOfRequest(request)) ?? 0) >= limits.connectionsPerAddress)
      answer(socket, '429 Too Many Requests')
    else sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request))
  }

  const heartbeat = setInterval(() => {
    for (const connection of connections) connection.checkAlive()
  }, limits.heartbeatMs)
  heartbeat.unref()

  return {
    attach: (server) => {
      server.on('upgrade', onUpgrade)
    },
    deliver,
    connections: () => connections.size,
    close: async () => {
      clearInterval(heartbeat)
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
    },
  }
}

const CLOSE_TIMEOUT = 1000

const senderOfRequest = ({ headers, socket }: IncomingMessage): string =>
  senderOf({ remote: socket.remoteAddress, forwarded: headers['x-forwarded-for'] })

const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0] ?? ''

const answer = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
