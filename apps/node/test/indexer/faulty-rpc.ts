import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Random } from '../random.ts'

/** Stands between the indexer and a chain, and answers as the worst of public nodes do. */
export type FaultyRpc = {
  readonly url: string
  /** Between 0 and 1: of how many requests something goes wrong. */
  readonly setRate: (rate: number) => void
  /** How often each fault was there. */
  readonly counts: () => Readonly<Record<string, number>>
  readonly stop: () => Promise<void>
}

/** Blocks of one request for logs. */
const MAX_RANGE = 40n
/** Longer than clients wait. */
const TOO_LONG = 600

const requestSchema = z.looseObject({ id: z.number(), method: z.string(), params: z.array(z.unknown()).default([]) })
type Request = z.infer<typeof requestSchema>
const logsSchema = z.array(z.looseObject({ logIndex: z.string() }))
const rangeSchema = z.tuple([z.looseObject({ fromBlock: z.string(), toBlock: z.string() })])

export const startFaultyRpc = async ({
  target,
  random,
}: {
  readonly target: string
  readonly random: Random
}): Promise<FaultyRpc> => {
  let rate = 0
  const counts = new Map<string, number>()
  /** First answers, from before whatever happened since. */
  const stale = new Map<string, unknown>()

  const ask = async (request: Request): Promise<unknown> => {
    const response = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    })
    const { result, error } = (await response.json()) as { readonly result?: unknown; readonly error?: unknown }
    if (error !== undefined) throw new Refusal(error)
    const key = keyOf(request)
    if (!stale.has(key)) stale.set(key, result)
    return result
  }

  const answer = async (request: Request, response: ServerResponse): Promise<void> => {
    const reply = (body: object) => response.end(JSON.stringify({ jsonrpc: '2.0', id: request.id, ...body }))
    const refuse = (code: number, message: string) => reply({ error: { code, message } })
    if (isTooLong(request)) return void refuse(-32_602, 'eth_getLogs is limited to a range of 40 blocks')
    const fault = random.chance(rate) ? random.pick(faultsOf(request)) : undefined
    if (fault !== undefined) counts.set(fault, (counts.get(fault) ?? 0) + 1)
    switch (fault) {
      case 'dropped':
        return void response.destroy()
      case 'too many requests':
        return void response.writeHead(429, { 'retry-after': '1' }).end('{}')
      case 'unavailable':
        return void response.writeHead(503).end('<html>')
      case 'limit exceeded':
        return void refuse(-32_005, 'limit exceeded')
      case 'too late':
        await sleep(TOO_LONG, undefined, { ref: false })
        return void reply({ result: null })
      case 'late':
        await sleep(random.int(30))
        break
      case 'nothing':
        return void reply({ result: null })
      case 'cut off':
        return void response.end('{"jsonrpc":"2.0","id":')
    }
    try {
      const result = await ask(request)
      if (fault === 'stale') return void reply({ result: stale.get(keyOf(request)) })
      if (fault === 'lost after') return void response.destroy()
      if (fault === 'repeated' || fault === 'incomplete') {
        const logs = logsSchema.parse(result)
        const some = random.int(logs.length + 1)
        return void reply({ result: fault === 'repeated' ? [...logs, ...logs.slice(some)] : logs.toSpliced(some, 1) })
      }
      reply({ result })
    } catch (error) {
      if (!(error instanceof Refusal)) return void response.destroy()
      reply({ error: error.body })
    }
  }

  const server = createServer(async (request, response) => {
    await answer(requestSchema.parse(JSON.parse(await text(request))), response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setRate: (next) => {
      rate = next
    },
    counts: () => Object.fromEntries(counts),
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const ANY = ['dropped', 'too many requests', 'unavailable', 'limit exceeded', 'late', 'cut off', 'lost after'] as const
const RARE = ['too late'] as const

/** What is left out of a range of many blocks nobody could notice: that is no fault here. */
const faultsOf = ({ method, params }: Request): readonly string[] => {
  if (method === 'eth_getBlockByNumber') return [...ANY, ...ANY, ...RARE, 'nothing', 'stale', 'stale', 'stale']
  if (method === 'eth_blockNumber') return [...ANY, 'stale']
  const ofOneBlock = JSON.stringify(params).includes('blockHash')
  return [...ANY, 'repeated', 'repeated', ...(ofOneBlock ? ['incomplete', 'incomplete', 'incomplete'] : [])]
}

const isTooLong = ({ method, params }: Request): boolean => {
  const { success, data } = rangeSchema.safeParse(params)
  return method === 'eth_getLogs' && success && BigInt(data[0].toBlock) - BigInt(data[0].fromBlock) >= MAX_RANGE
}

const keyOf = ({ method, params }: Request): string => JSON.stringify([method, params])

class Refusal extends Error {
  readonly body: unknown

  constructor(body: unknown) {
    super('the chain refused')
    this.body = body
  }
}
