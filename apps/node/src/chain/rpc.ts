import { type Hex, isHex, numberToHex } from 'viem'
import { z } from 'zod'
import type { Chain } from './client.ts'
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
  'eth_getLogs',
  'eth_getStorageAt',
  'eth_getTransactionByHash',
  'eth_getTransactionCount',
  'eth_getTransactionReceipt',
  'eth_maxPriorityFeePerGas',
  'eth_syncing',
  'net_version',
])

export const MAX_BATCH = 50
const TIMEOUT = 20_000
/** Gas of a call that costs its caller nothing. */
const MAX_CALL_GAS = 20_000_000n

type RpcError = { readonly code: number; readonly message: string; readonly data?: unknown }
type Answer = { readonly result: unknown } | { readonly error: RpcError }
export type RpcResponse = Answer & { readonly jsonrpc: '2.0'; readonly id: string | number | null }

const requestSchema = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number(), z.null()]).optional(),
  method: z.string(),
  params: z.array(z.unknown()).default([]),
})

/** @returns undefined if there is nothing to answer, as for notifications. */
export const answerRpc = async (
  { chain }: { readonly chain: Chain },
  body: unknown,
): Promise<RpcResponse | readonly RpcResponse[] | undefined> => {
  if (!Array.isArray(body)) return await answerOne(chain, body)
  if (body.length === 0 || body.length > MAX_BATCH)
    return failure(null, -32600, `a batch has 1 to ${MAX_BATCH} requests`)
  const answers = await Promise.all(body.map((request: unknown) => answerOne(chain, request)))
  const responses = answers.filter((answer) => answer !== undefined)
  return responses.length > 0 ? responses : undefined
}

const answerOne = async (chain: Chain, body: unknown): Promise<RpcResponse | undefined> => {
  const { success, data: request } = requestSchema.safeParse(body)
  if (!success) return failure(null, -32600, 'not a request of JSON-RPC 2.0')
  const answer = await answerMethod(chain, request)
  return request.id === undefined ? undefined : { jsonrpc: '2.0', id: request.id, ...answer }
}

const answerMethod = async (
  chain: Chain,
  { method, params }: { readonly method: string; readonly params: readonly unknown[] },
): Promise<Answer> => {
  if (method === 'eth_accounts') return { result: [] }
  if (method === 'eth_sendRawTransaction') return await sendRaw(chain, params)
  if (method === 'eth_call' || method === 'eth_estimateGas') return await call(chain, method, params)
  if (READS.has(method)) return await pass(chain, method, params)
  return { error: { code: -32601, message: 'the method does not exist or is not available' } }
}

const sendRaw = async (chain: Chain, [raw]: readonly unknown[]): Promise<Answer> => {
  if (!isHex(raw)) return { error: { code: -32602, message: 'a raw transaction is hex' } }
  try {
    return { result: (await chain.submit(raw)).hash }
  } catch (error) {
    if (error instanceof SubmitError) return { error: { code: -32000, message: error.message } }
    throw error
  }
}

const callSchema = z.tuple([
  z.looseObject({ gas: z.string().refine(isHex).optional() }),
  z.union([z.string(), z.looseObject({})]).optional(),
])

const NOW = new Set<unknown>([undefined, 'latest', 'pending', 'safe', 'finalized'])

/** A call as of now runs at the time that the next block would have: the latest one may be old. */
const call = async (chain: Chain, method: string, params: readonly unknown[]): Promise<Answer> => {
  const { success, data } = callSchema.safeParse(params)
  if (!success) return { error: { code: -32602, message: 'a call and at most a block are expected' } }
  const [transaction, block] = data
  const gas = transaction.gas === undefined ? MAX_CALL_GAS : BigInt(transaction.gas)
  const limited = { ...transaction, gas: numberToHex(gas < MAX_CALL_GAS ? gas : MAX_CALL_GAS) satisfies Hex }
  if (!NOW.has(block)) return await pass(chain, method, [limited, block])
  return await pass(chain, method, [limited, 'latest', {}, { time: numberToHex(chain.time()) }])
}

const responseSchema = z.union([
  z.object({ error: z.object({ code: z.number(), message: z.string(), data: z.unknown().optional() }) }),
  z.object({ result: z.unknown() }),
])

const pass = async (chain: Chain, method: string, params: readonly unknown[]): Promise<Answer> => {
  const response = await fetch(chain.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(TIMEOUT),
  })
  return responseSchema.parse(await response.json())
}

const failure = (id: string | number | null, code: number, message: string): RpcResponse => ({
  jsonrpc: '2.0',
  id,
  error: { code, message },
})
