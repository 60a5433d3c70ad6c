import { createTown, LIVE_HEARTBEAT_MS, type LiveStatus, type ServerEvent, subscribeLive } from '@distributed-town/sdk'
import { expect, test, vi } from 'vitest'

const stream = (...chunks: string[]) =>
  new Response(
    new ReadableStream({
      start: (controller) => {
        for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk))
        controller.close()
      },
    }),
  )

test('subscribeLive reads on after a break, from what it saw last', async () => {
  const resumedFrom: (string | null)[] = []
  const answers = [
    // Cut in the middle of a line and of a character, as networks do.
    () => stream('id: 1\nevent: community\nda', 'ta: {"id":3}\n\n', ': still here\n\n'),
    () => Promise.reject(new TypeError('fetch failed')),
    () => new Response('', { status: 503 }),
    () =>
      stream(
        'id: 2\r\nevent: later\r\ndata: {}\r\n\r\nid: 3\r\nevent: gig\r\ndata: {"id":"16777217","communityId":1,"state":"Open"}\r\n\r\n',
      ),
  ]
  const town = createTown({
    url: 'http://town.example',
    random: (bytes) => new Uint8Array(bytes),
    fetch: async (_url, init) => {
      resumedFrom.push(new Headers(init?.headers).get('last-event-id'))
      const answer = answers.shift()
      return answer ? answer() : await new Promise<Response>(() => undefined)
    },
  })
  const events: ServerEvent[] = []
  const stop = subscribeLive(town, { onEvent: (event) => events.push(event) })
  await expect.poll(() => events).toHaveLength(2)
  stop()
  expect(events).toEqual([
    { type: 'community', id: 3 },
    { type: 'gig', id: 16_777_217n, communityId: 1, state: 'Open' },
  ])
  expect(resumedFrom.slice(0, 4)).toEqual([null, '1', '1', '1'])
})

test('a connection on which nothing is heard any more is lost, one with heartbeats is not', async () => {
  vi.useFakeTimers()
  try {
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined
    let isCancelled = false
    const body = new ReadableStream<Uint8Array>({
      start: (given) => {
        controller = given
      },
      cancel: () => {
        isCancelled = true
      },
    })
    const town = createTown({ url: 'http://town.example', fetch: async () => new Response(body) })
    const heard: LiveStatus[] = []
    const stop = subscribeLive(town, { onEvent: () => undefined, onStatus: (status) => heard.push(status) })
    for (let beat = 0; beat < 8; beat += 1) {
      await vi.advanceTimersByTimeAsync(LIVE_HEARTBEAT_MS)
      controller?.enqueue(new TextEncoder().encode(':\n\n'))
    }
    await vi.advanceTimersByTimeAsync(LIVE_HEARTBEAT_MS)
    expect([heard, isCancelled]).toEqual([['connected'], false])
    await vi.advanceTimersByTimeAsync(2 * LIVE_HEARTBEAT_MS)
    expect([heard[1], isCancelled]).toEqual(['connecting', true])
    stop()
  } finally {
    vi.useRealTimers()
  }
})
