import { spawn } from 'node:child_process'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import {
  createTestClient,
  type Hex,
  type HttpTransport,
  http,
  type PublicActions,
  publicActions,
  type TestClient,
} from 'viem'
import { findFreePort } from '../src/port.ts'

// A chain that is no part of the node: it mines by itself and can be rewritten. Before it stands a proxy that can fail in the ways of real
// providers.

export const OTHER_CHAIN_ID = 4_242

/** What the proxy does with a question. Behind: it does not know a transaction yet. Unknown: it has no such method. */
export type Fault = 'pass' | 'busy' | 'hang' | 'drop' | 'late' | 'behind' | 'unknown'

export type MiningChain = {
  readonly client: TestClient<'anvil', HttpTransport> & PublicActions
  /** By the proxy. */
  readonly url: string
  /** Decides what becomes of each question, by its method. What hangs is cut. */
  readonly fail: (decide: (method: string) => Fault) => void
  readonly setMining: (isMining: boolean) => Promise<void>
  /** Replaces the last blocks by empty ones: their transactions are gone. */
  readonly reorg: (depth: number) => Promise<void>
  /** Takes a transaction out of the pool. */
  readonly forget: (hash: Hex) => Promise<void>
  readonly stop: () => Promise<void>
}

export const startMiningChain = async (): Promise<MiningChain> => {
  const port = await findFreePort()
  const program = join(
    dirname(createRequire(import.meta.url).resolve('@foundry-rs/anvil-linux-amd64/package.json')),
    'bin/anvil',
  )
  const child = spawn(program, [`--port=${port}`, `--chain-id=${OTHER_CHAIN_ID}`, '--block-time=0.5', '--quiet'], {
    stdio: 'ignore',
  })
  const url = `http://127.0.0.1:${port}`
  const client = createTestClient({ mode: 'anvil', cacheTime: 0, transport: http(url, { retryCount: 20 }) }).extend(
    publicActions,
  )
  await client.getChainId()
  const proxy = await startProxy(url)
  return {
    client,
    url: proxy.url,
    fail: proxy.fail,
    setMining: (isMining: boolean) => client.setIntervalMining({ interval: isMining ? 1 : 0 }),
    reorg: async (depth) => {
      await client.request({ method: 'anvil_reorg', params: [depth, []] } as never)
    },
    forget: (hash) => client.dropTransaction({ hash }),
    stop: async () => {
      proxy.close()
      child.kill('SIGKILL')
      await new Promise((resolve) => child.once('close', resolve))
    },
  }
}

const LATE = 700

const startProxy = async (target: string) => {
  let decide: (method: string) => Fault = () => 'pass'
  const hanging = new Set<IncomingMessage['socket']>()
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request)
    const method = methodOf(body)
    const fault = decide(method)
    const send = (result: string) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(`{"jsonrpc":"2.0","id":${/"id":(\d+)/.exec(body)?.[1]},${result}}`)
    if (fault === 'drop') return request.socket.destroy()
    if (fault === 'hang') return hanging.add(request.socket)
    if (fault === 'busy') return response.writeHead(429, { 'retry-after': '0' }).end('slow down')
    if (fault === 'unknown') return send(`"error":{"code":-32601,"message":"the method does not exist"}`)
    if (fault === 'behind' && method === 'eth_getTransactionReceipt') return send('"result":null')
    const answered = await fetch(target, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    const content = await answered.text()
    if (fault === 'late') await new Promise((resolve) => setTimeout(resolve, LATE))
    return response.writeHead(answered.status, { 'content-type': 'application/json' }).end(content)
  }
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the proxy does not listen')
  return {
    url: `http://127.0.0.1:${address.port}`,
    fail: (decision: (method: string) => Fault) => {
      decide = decision
      for (const socket of hanging) socket.destroy()
      hanging.clear()
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const text = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const methodOf = (body: string): string => /"method":"(\w+)"/.exec(body)?.[1] ?? ''
