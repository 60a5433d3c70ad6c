import type { ServerResponse } from 'node:http'
import { type ServerEvent, serverEventSchemas } from '@distributed-town/protocol'
import { z } from 'zod'

// Server-sent events (WHATWG HTML). Messages are numbered, and the latest are kept, so that a reader that comes back goes on where it was.

export type EventStream = {
  readonly publish: (event: ServerEvent) => void
  /** Sends what came after `lastEventId`, then everything new, until the reader leaves or falls behind. */
  readonly add: (response: ServerResponse, lastEventId: string | undefined) => void
  readonly heartbeat: () => void
  readonly close: () => void
}

export type EventStreamOptions = {
  /** Tells this run of the node from others: their numbers mean something else. */
  readonly run: string
  readonly kept?: number
  /** Bytes waiting for a reader before it is dropped. It comes back and asks for the rest. */
  readonly maxWaiting?: number
}

const KEPT = 2_000
const MAX_WAITING = 256 * 1024
const RETRY_MS = 2_000

export const createEventStream = ({ run, kept = KEPT, maxWaiting = MAX_WAITING }: EventStreamOptions): EventStream => {
  const readers = new Set<ServerResponse>()
  // The message with the number n is at n % kept.
  const ring: string[] = []
  let published = 0

  const send = (reader: ServerResponse, text: string) => {
    if (reader.destroyed) return
    reader.write(text)
    if (reader.writableLength <= maxWaiting) return
    readers.delete(reader)
    reader.destroy()
  }

  /** Messages after an id of this run, or undefined when they are not all here. */
  const since = (lastEventId: string): readonly string[] | undefined => {
    const [lastRun, digits = ''] = lastEventId.split('.')
    const last = /^\d{1,15}$/.test(digits) ? Number(digits) : Number.NaN
    if (lastRun !== run || !(last <= published) || published - last > kept) return undefined
    return Array.from({ length: published - last }, (_, i) => ring[(last + 1 + i) % kept] ?? '')
  }

  return {
    publish: (event) => {
      published += 1
      const message = format(event, `${run}.${published}`)
      ring[published % kept] = message
      for (const reader of readers) send(reader, message)
    },
    add: (reader, lastEventId) => {
      const id = `${run}.${published}`
      const missed = lastEventId === undefined ? [] : since(lastEventId)
      readers.add(reader)
      reader.once('close', () => readers.delete(reader))
      // The number alone: a reader that hears nothing before it breaks off can resume as well.
      send(reader, lastEventId === undefined ? `retry: ${RETRY_MS}\nid: ${id}\n\n` : `retry: ${RETRY_MS}\n\n`)
      if (missed === undefined) send(reader, format({ type: 'reset', lastEventId: lastEventId ?? '' }, id))
      else if (missed.length > 0) send(reader, missed.join(''))
    },
    heartbeat: () => {
      for (const reader of readers) send(reader, ':\n\n')
    },
    close: () => {
      for (const reader of readers) reader.end()
    },
  }
}

const format = ({ type, ...data }: ServerEvent, id: string): string =>
  `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(z.encode(serverEventSchemas[type] as z.core.$ZodType, data))}\n\n`
