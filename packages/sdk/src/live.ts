import {
  LIVE_HEARTBEAT_MS,
  type ServerEvent,
  type ServerEventType,
  serverEventSchemas,
  TownError,
} from '@distributed-town/protocol'
import type { Town } from './town.ts'

export type LiveStatus = 'connecting' | 'connected'

/**
 * Follows what changes on the node (server-sent events). After a break it comes back by itself and asks for what it missed.
 *
 * @param options.onEvent What changed, not how: ask the queries for the rest.
 * @param options.onStatus Whether the connection stands.
 * @returns how to stop.
 * @example const stop = subscribeLive(town, { onEvent: (event) => event.type === 'gig' && refresh(event.id) })
 */
export const subscribeLive = (
  town: Town,
  {
    onEvent,
    onStatus,
  }: {
    readonly onEvent: (event: ServerEvent) => void
    readonly onStatus?: ((status: LiveStatus) => void) | undefined
  },
): (() => void) => {
  const controller = new AbortController()
  const { signal } = controller
  void run()
  return () => controller.abort()

  async function run() {
    let lastId: string | undefined
    let attempts = 0
    while (!signal.aborted) {
      try {
        for await (const message of read()) {
          attempts = 0
          if (message.id !== undefined) lastId = message.id
          const event = parseEvent(message)
          if (event && !signal.aborted) onEvent(event)
        }
      } catch (error) {
        // Any failure of the connection is a break, after which it is opened again; errors of the listener are not ours.
        if (!(error instanceof TownError) && !signal.aborted) throw error
      }
      if (signal.aborted) return
      onStatus?.('connecting')
      await sleep(backoffMs(attempts++, town.random), signal)
    }

    async function* read() {
      const response = await open()
      onStatus?.('connected')
      let buffer = ''
      for await (const chunk of textOf(response)) {
        buffer += chunk.replaceAll('\r\n', '\n')
        const blocks = buffer.split('\n\n')
        buffer = blocks.pop() ?? ''
        yield* blocks.map(parseMessage)
      }
    }

    async function open(): Promise<Response> {
      const headers = { accept: 'text/event-stream', ...(lastId !== undefined && { 'last-event-id': lastId }) }
      try {
        const response = await town.fetch(`${town.url}/api/events`, { headers, signal })
        if (response.ok) return response
        throw new TownError('HTTP_UNEXPECTED', { path: '/api/events', status: response.status })
      } catch (error) {
        throw error instanceof TownError ? error : new TownError('HTTP_UNREACHABLE', {}, { cause: error })
      }
    }
  }
}

type Message = { readonly event: string; readonly data: string; readonly id: string | undefined }

async function* textOf(response: Response): AsyncGenerator<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) return
  for (;;) {
    const { done, value } = await readNext(reader)
    if (done) return
    yield value
  }
}

/** A network that is gone closes nothing: who hears nothing for longer than the node is ever silent has lost it. */
const LONGEST_SILENCE_MS = 2.5 * LIVE_HEARTBEAT_MS

const readNext = async (reader: ReadableStreamDefaultReader<string>) => {
  let isSilent = false
  const silence = setTimeout(() => {
    isSilent = true
    void reader.cancel().catch(() => undefined)
  }, LONGEST_SILENCE_MS)
  try {
    const next = await reader.read()
    if (isSilent) throw new TownError('HTTP_TIMEOUT', { path: '/api/events' })
    return next
  } catch (error) {
    throw error instanceof TownError ? error : new TownError('HTTP_UNREACHABLE', {}, { cause: error })
  } finally {
    clearTimeout(silence)
  }
}

/** The fields of one message (WHATWG HTML, server-sent events); lines that begin with a colon are comments. */
const parseMessage = (block: string): Message => {
  const fields = { event: 'message', data: '', id: undefined as string | undefined }
  for (const line of block.split('\n')) {
    const [, name, value = ''] = /^(\w+):? ?(.*)$/.exec(line) ?? []
    if (name === 'event') fields.event = value
    else if (name === 'data') fields.data += fields.data === '' ? value : `\n${value}`
    else if (name === 'id') fields.id = value
  }
  return fields
}

// What this version doesn't know, a later node may send.
const parseEvent = ({ event, data }: Message): ServerEvent | undefined => {
  if (!isServerEventType(event)) return undefined
  try {
    return { type: event, ...serverEventSchemas[event].parse(JSON.parse(data)) } as ServerEvent
  } catch (error) {
    throw new TownError('HTTP_UNEXPECTED', { path: '/api/events', event }, { cause: error })
  }
}

const isServerEventType = (type: string): type is ServerEventType => Object.hasOwn(serverEventSchemas, type)

const FIRST_BACKOFF_MS = 500
const MAX_BACKOFF_MS = 30_000

// Full jitter: the clients of a node that restarts don't come back at the same moment.
const backoffMs = (attempts: number, random: Town['random']): number =>
  ((random(1)[0] ?? 0) / 256) * Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempts)

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timeout)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timeout = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
