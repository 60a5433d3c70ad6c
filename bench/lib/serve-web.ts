import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
}

/** The built web app with a node that only answers. @param answerOf The answer to a GET; undefined where there is none. */
export const serveWeb = async (
  answerOf: (url: URL) => unknown,
): Promise<{ readonly url: string; readonly close: () => void }> => {
  const dist = new URL('../../apps/web/dist/', import.meta.url)
  const server = createServer(async ({ url = '/' }, response) => {
    const address = new URL(url, 'http://localhost')
    if (address.pathname === '/api/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
      return
    }
    if (address.pathname.startsWith('/api/')) {
      const answer = answerOf(address)
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(answer ?? { code: 'NOT_FOUND', message: '' }))
      return
    }
    const file = extname(address.pathname) === '' ? 'index.html' : address.pathname.slice(1)
    try {
      const content = await readFile(new URL(file, dist))
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(content)
    } catch {
      // Not built, such as an icon that a browser asks for by itself.
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
