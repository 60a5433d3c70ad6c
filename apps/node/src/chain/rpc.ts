import type { Logger } from 'pino'
import { type Hex, numberToHex } from 'viem'
import { z } from 'zod'
import type { Chain } from './client.ts'
import { createGate, type Gate, GateError } from './gate.ts'
import type { RpcAnswer, RpcError } from './ipc.ts'
import { SilentChainError } from './patience.ts'
import { SubmitError } from './submit.ts'

// What others may ask of the chain. Everything that is not listed here does not exist for them.

const READS = new Set([
  'eth_blockNumber',
  'eth_call',
  'eth_chainId',
  'eth_estimateGas',
  'eth_feeHistory',
  'eth_gasPrice',
  'eth_getBalance',
  'eth_getBlockByHash',
  'eth_getBlockByNumber',
  'eth_getBlockReceipts',
  'eth_getBlockTransactionCountByHash',
  'eth_getBlockTransactionCountByNumber',
  'eth_getCode',
  'eth_getStorageAt',
  'eth_getTransactionByHash',
  'eth_getTransactionCount',
  'eth_getTransactionReceipt',
  'eth_maxPriorityFeePerGas',
  'eth_syncing',
  'net_version',
])

export const MAX_BATCH = 20
/** Gas of a call that costs its caller nothing. */
const MAX_CALL_GAS = 5_000_000n
/** Calls that the chain carries out at once, and those that wait for it: the chain has to answer the node itself too. */
const CALLS_AT_ONCE = 4
const CALLS_WAITING = 64
const MAX_LOG_RANGE = 10_000n
/** Lists within lists in the parameters. What the chain's methods take has a few. */
const MAX_DEPTH = 64

export type RpcResponse = RpcAnswer & { readonly jsonrpc: '2.0'; readonly id: string | number | null }

const requestSchema = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number(), z.null()]).optional(),
  method: z.string(),
  params: z.array(z.unknown()).default([]),
})

export type Rpc = {
  /** @returns undefined if there is nothing to answer, as for notifications. What goes wrong is in the answer: it never throws. */
  readonly answer: (body: unknown) => Promise<RpcResponse | readonly RpcResponse[] | undefined>
}

type Parts = { readonly chain: Chain; readonly log: Logger; readonly calls: Gate }

export const createRpc = ({ chain, log }: Pick<Parts, 'chain' | 'log'>): Rpc => {
  const parts: Parts = { chain, log, calls: createGate({ atOnce: CALLS_AT_ONCE, waiting: CALLS_WAITING }) }
  return {
    answer: async (body) => {
      if (!Array.isArray(body)) return await answerOne(parts, body)
      if (body.length === 0 || body.length > MAX_BATCH)
        return failure(null, -32600, `a batch has 1 to ${MAX_BATCH} requests`)
      const answers = await Promise.all(body.map((request: unknown) => answerOne(parts, request)))
      const responses = answers.filter((answer) => answer !== undefined)
      return responses.length > 0 ? responses : undefined
    },
  }
}

const answerOne = async (parts: Parts, body: unknown): Promise<RpcResponse | undefined> => {
  const { success, data: request } = requestSchema.safeParse(body)
  if (!success) return failure(null, -32600, 'not a request of JSON-RPC 2.0')
  const answer = await parts.chain.patiently(answerMethod(parts, request)).catch((error: unknown) => {
    if (error instanceof SilentChainError) return refuse(-32002, error.message, { code: 'NOT_READY' })
    parts.log.error({ err: error, method: request.method }, 'a request to the chain failed')
    return refuse(-32603, 'the chain did not answer')
  })
  return request.id === undefined ? undefined : { jsonrpc: '2.0', id: request.id, ...answer }
}

const answerMethod = async (
  parts: Parts,
  { method, params }: { readonly method: string; readonly params: readonly unknown[] },
): Promise<RpcAnswer> => {
  if (isDeeperThan(MAX_DEPTH, params)) return refuse(-32602, 'the parameters are nested too deep')
  if (method === 'eth_accounts') return { result: [] }
  if (method === 'eth_sendRawTransaction') return await sendRaw(parts, params)
  if (method === 'eth_getLogs') return await getLogs(parts, params)
  if (method === 'eth_feeHistory' && !feeHistorySchema.safeParse(params).success)
    return refuse(-32602, `a number of blocks, a block and at most ${MAX_PERCENTILES} percentiles are expected`)
  if (method === 'eth_call' || method === 'eth_estimateGas') return await call(parts, method, params)
  // What others mine is asked of a provider, who counts: its patience is for the node first.
  if (READS.has(method))
    return await (parts.chain.isForeign
      ? inTurn(parts, () => pass(parts, method, params))
      : pass(parts, method, params))
  return refuse(-32601, 'the method does not exist or is not available')
}

/** Level by level: recursion would end where the stack does. */
const isDeeperThan = (most: number, value: unknown): boolean => {
  let level: readonly unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
  }
  return false
}

const rawSchema = z.templateLiteral(['0x', z.string().regex(/(?:[0-9a-fA-F]{2})+/)])

const sendRaw = async (parts: Parts, [raw]: readonly unknown[]): Promise<RpcAnswer> => {
  const { success, data } = rawSchema.safeParse(raw)
  if (!success) return refuse(-32602, 'a raw transaction is hex')
  const { chain } = parts
  const submit = async () => ({ result: (await chain.submitForeign(data)).hash })
  try {
    return await (chain.isForeign ? inTurn(parts, submit) : submit())
  } catch (error) {
    if (!(error instanceof SubmitError)) throw error
    return refuse(...refusals[error.code](error.message))
  }
}

/** Codes of EIP-1474. What `/api` says is in the data. */
const refusals: Readonly<Record<SubmitError['code'], (message: string) => Parameters<typeof refuse>>> = {
  MALFORMED: (message) => [-32602, message],
  REJECTED: (message) => [-32003, message],
  NOT_EXECUTABLE: (message) => [-32003, message],
  BUSY: (message) => [-32005, message, { code: 'NOT_READY' }],
  CLOSED: (message) => [-32002, message, { code: 'NOT_READY' }],
  FAILED: () => [-32002, 'the node is stopping', { code: 'NOT_READY' }],
}

const quantity = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,16}$/)
  .transform(BigInt)
const blockSchema = z
  .union([quantity, z.enum(['earliest', 'latest', 'pending', 'safe', 'finalized'])])
  .default('latest')
const logFilterSchema = z.tuple([
  z.union([
    z.looseObject({ blockHash: z.string() }),
    z.looseObject({ blockHash: z.undefined().optional(), fromBlock: blockSchema, toBlock: blockSchema }),
  ]),
])

/** Blocks by number: a range is bounded and waits its turn, as whoever asks pays nothing for the work. */
const getLogs = async (parts: Parts, params: readonly unknown[]): Promise<RpcAnswer> => {
  const { success, data } = logFilterSchema.safeParse(params)
  if (!success) return refuse(-32602, 'a filter with a block hash or two block numbers is expected')
  const [filter] = data
  if (filter.blockHash === undefined) {
    const height = await parts.chain.height()
    const [from, to] = [filter.fromBlock, filter.toBlock].map((block) =>
      typeof block === 'bigint' ? block : block === 'earliest' ? 0n : height,
    )
    if ((to ?? 0n) - (from ?? 0n) >= MAX_LOG_RANGE)
      return refuse(-32005, `at most ${MAX_LOG_RANGE} blocks are searched at a time`)
  }
  return await inTurn(parts, () => pass(parts, 'eth_getLogs', params))
}

/** The answer has so many numbers for each of up to 1,024 blocks. */
const MAX_PERCENTILES = 100
const feeHistorySchema = z.tuple([z.unknown(), z.unknown(), z.array(z.number()).max(MAX_PERCENTILES).nullish()])

const callSchema = z.tuple([
  z.looseObject({
    gas: z
      .string()
      .regex(/^0x[0-9a-fA-F]{1,64}$/)
      .optional(),
  }),
  z.union([z.string(), z.looseObject({})]).optional(),
])

const NOW = new Set<unknown>([undefined, 'latest', 'pending', 'safe', 'finalized'])

/** A call as of now runs at the time that the next block would have: the latest one may be old. */
const call = async (parts: Parts, method: string, params: readonly unknown[]): Promise<RpcAnswer> => {
  const { success, data } = callSchema.safeParse(params)
  if (!success) return refuse(-32602, 'a call and at most a block are expected')
  const [transaction, block] = data
  const gas = transaction.gas === undefined ? MAX_CALL_GAS : BigInt(transaction.gas)
  const limited = { ...transaction, gas: numberToHex(gas < MAX_CALL_GAS ? gas : MAX_CALL_GAS) satisfies Hex }
  return await inTurn(parts, () =>
    NOW.has(block) && !parts.chain.isForeign
      ? pass(parts, method, [limited, 'latest', {}, { time: numberToHex(parts.chain.time()) }])
      : pass(parts, method, [limited, block ?? 'latest']),
  )
}

const inTurn = async ({ calls }: Parts, work: () => Promise<RpcAnswer>): Promise<RpcAnswer> => {
  try {
    return await calls.enter(work)
  } catch (error) {
    if (error instanceof GateError) return refuse(-32005, 'too many calls are waiting')
    throw error
  }
}

const pass = ({ chain }: Parts, method: string, params: readonly unknown[]): Promise<RpcAnswer> =>
  chain.request({ method, params })

const refuse = (code: number, message: string, data?: unknown): { readonly error: RpcError } => ({
  error: { code, message, ...(data !== undefined && { data }) },
})

const failure = (id: string | number | null, code: number, message: string): RpcResponse => ({
  jsonrpc: '2.0',
  id,
  ...refuse(code, message),
})
