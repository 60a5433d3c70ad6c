import { addressSchema, bytes32Schema, hexSchema } from '@distributed-town/protocol'
import type { Hex, RpcLog } from 'viem'
import { z } from 'zod'
import { requestRpc } from '../rpc.ts'
import type { Town } from '../town.ts'

/**
 * The logs that a mined transaction wrote, for viem's `parseEventLogs`.
 *
 * @throws TownError HTTP_UNEXPECTED when the chain doesn't know the transaction, and as `requestRpc`.
 */
export const listLogs = async (
  town: Town,
  { transactionHash }: { readonly transactionHash: Hex },
): Promise<RpcLog[]> => {
  const { logs } = await requestRpc(town, {
    method: 'eth_getTransactionReceipt',
    params: [transactionHash],
    schema: receiptSchema,
  })
  // JSON has no tuples; an event has a topic at least, its signature.
  return logs.map((log) => ({ ...log, topics: log.topics as [Hex, ...Hex[]] }))
}

const receiptSchema = z.object({
  logs: z.array(
    z.object({
      address: addressSchema,
      blockHash: bytes32Schema,
      blockNumber: hexSchemaOfQuantity(),
      data: hexSchema,
      logIndex: hexSchemaOfQuantity(),
      removed: z.boolean(),
      topics: z.array(bytes32Schema).min(1),
      transactionHash: bytes32Schema,
      transactionIndex: hexSchemaOfQuantity(),
    }),
  ),
})

/** JSON-RPC writes numbers without leading zeros. */
function hexSchemaOfQuantity() {
  return z.templateLiteral(['0x', z.string().regex(/[0-9a-f]+/)])
}
