import type { OutgoingHttpHeaders } from 'node:http'
import { LIVE_HEARTBEAT_MS, type ServerEvent, TownError } from '@distributed-town/protocol'
import type { FastifyInstance } from 'fastify'
import { createSenderOfRequest } from '../../address.ts'
import type { BusEvent } from '../../bus.ts'
import type { Node } from '../../node.ts'
import { createSlots } from '../../slots.ts'
import { createEventStream } from '../event-stream.ts'
import { describe } from '../operation.ts'

const READERS = 1_000
/** A reader is an open page; a whole town can be behind one router. */
const READERS_PER_ADDRESS = 100

export const eventRoutes = (
  app: FastifyInstance,
  { bus, clock, config }: Pick<Node, 'bus' | 'clock' | 'config'>,
): void => {
  const senderOfRequest = createSenderOfRequest(config)
  const stream = createEventStream({ run: clock().toString(36) })
  const unsubscribe = bus.subscribe((event) => {
    const shown = toServerEvent(event)
    if (shown !== undefined) stream.publish(shown)
  })
  const heartbeats = setInterval(stream.heartbeat, LIVE_HEARTBEAT_MS)
  heartbeats.unref()
  // Before the server waits for its connections to end.
  app.addHook('preClose', async () => {
    clearInterval(heartbeats)
    unsubscribe()
    stream.close()
  })

  const slots = createSlots({ inAll: READERS, perAddress: READERS_PER_ADDRESS })

  app.get(
    '/api/events',
    { exposeHeadRoute: false, ...describe({ summary: 'What changes, as server-sent events' }) },
    (request, reply) => {
      const slot = slots.enter(senderOfRequest(request.raw))
      if (typeof slot === 'string') throw new TownError('RATE_LIMITED')
      request.raw.socket.once('close', slot)
      const lastEventId = request.headers['last-event-id']
      reply.hijack()
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as OutgoingHttpHeaders),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      })
      stream.add(reply.raw, typeof lastEventId === 'string' && lastEventId !== '' ? lastEventId : undefined)
    },
  )
}

/** Who moves in and out is told by the events of the community; the bus tells it to the node's own parts. */
const toServerEvent = (event: BusEvent): ServerEvent | undefined => {
  switch (event.type) {
    case 'block':
      return {
        type: 'block',
        height: Number(event.height),
        indexed: Number(event.indexed),
        finalized: Number(event.finalized),
      }
    case 'undone':
      return { type: 'reset', lastEventId: '' }
    case 'membership':
    case 'rereading':
      return undefined
    default:
      return event as Exclude<ServerEvent, { type: 'block' | 'reset' }>
  }
}
