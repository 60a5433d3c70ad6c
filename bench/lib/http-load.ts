import { connect } from 'node:net'

export type Load = { readonly perSecond: number; readonly p50: number; readonly p99: number }

/** Requests over connections that are kept, each with one under way. Throws when an answer is not 200. Milliseconds. */
export const loadHttp = async ({
  url,
  paths,
  connections,
  seconds,
}: {
  url: string
  /** Asked for in turn. */
  paths: readonly string[]
  connections: number
  seconds: number
}): Promise<Load> => {
  const { hostname, port } = new URL(url)
  const requests = paths.map((path) => Buffer.from(`GET ${path} HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`))
  const times: number[] = []
  let next = 0
  const start = performance.now()
  const end = start + seconds * 1000
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname)
      let sentAt = 0
      let missing = 0
      const send = () => {
        if (performance.now() >= end) return socket.end(resolve)
        sentAt = performance.now()
        return socket.write(requests[next++ % requests.length] ?? '')
      }
      socket.setNoDelay(true)
      socket.on('connect', send)
      socket.on('error', reject)
      socket.on('data', (data) => {
        if (missing === 0) {
          const head = data.toString('latin1', 0, Math.min(data.length, 4096))
          const body = head.indexOf('\r\n\r\n') + 4
          const length = /content-length: (\d+)/i.exec(head)?.[1]
          if (!head.startsWith('HTTP/1.1 200') || length === undefined || body < 4) return reject(new Error(head))
          missing = Number(length) + body
        }
        missing -= data.length
        if (missing > 0) return
        times.push(performance.now() - sentAt)
        send()
      })
    })
  await Promise.all(Array.from({ length: connections }, work))
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0
  return { perSecond: (times.length * 1000) / (performance.now() - start), p50: at(0.5), p99: at(0.99) }
}
