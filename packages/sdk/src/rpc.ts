import { decodeContractError, TownError } from '@distributed-town/protocol'
import { isHex } from 'viem'
import * as z from 'zod/mini'
import { requestJson } from './http.ts'
import type { Town } from './town.ts'

/**
 * One question to the chain through the node (JSON-RPC), its result read by `schema`.
 *
 * @throws TownError the contract's error when a call reverts; as `requestJson`.
 */
export const requestRpc = async <Schema extends z.ZodMiniType>(
  town: Town,
  { method, params, schema }: { readonly method: string; readonly params: readonly unknown[]; readonly schema: Schema },
): Promise<z.output<Schema>> => {
  const { rpc: path } = await town.config()
  const answer = await requestJson(town, {
    method: 'POST',
    path,
    body: { jsonrpc: '2.0', id: 1, method, params },
    schema: rpcAnswerSchema,
  })
  if ('error' in answer) {
    const { data } = answer.error
    throw isHex(data) ? decodeContractError(data) : new TownError('HTTP_UNEXPECTED', { path, method, ...answer.error })
  }
  const result = schema.safeParse(answer.result)
  if (result.success) return result.data
  throw new TownError('HTTP_UNEXPECTED', { path, method }, { cause: result.error })
}

const rpcAnswerSchema = z.union([
  z.object({ error: z.object({ code: z.number(), message: z.string(), data: z.unknown() }) }),
  z.object({ result: z.unknown() }),
])
