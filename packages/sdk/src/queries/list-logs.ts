import { addressSchema, bytes32Schema, erc2771ForwarderAbi, hexSchema, TownError } from '@distributed-town/protocol'
import { type Address, type Hex, isAddressEqual, parseEventLogs, type RpcLog } from 'viem'
import * as z from 'zod/mini'
import { requestRpc } from '../rpc.ts'
import type { Town } from '../town.ts'

/**
 * The logs that a relayed request wrote, for viem's `parseEventLogs`. A transaction may carry the requests of several people; the forwarder
 * ends the logs of each with an event of its own.
 *
 * @throws TownError HTTP_UNEXPECTED when the chain doesn't know the transaction, or the request is not in it, and as `requestRpc`.
 */
export const listLogs = async (
  town: Town,
  {
    transactionHash,
    signer,
    nonce,
  }: { readonly transactionHash: Hex; readonly signer: Address; readonly nonce: bigint },
): Promise<RpcLog[]> => {
  const { logs } = await requestRpc(town, {
    method: 'eth_getTransactionReceipt',
    params: [transactionHash],
    schema: receiptSchema,
  })
  // JSON has no tuples; an event has a topic at least, its signature.
  const all = logs.map((log) => ({ ...log, topics: log.topics as [Hex, ...Hex[]] }))
  const { forwarder } = (await town.config()).contracts
  const ends = parseEventLogs({
    abi: erc2771ForwarderAbi,
    eventName: 'ExecutedForwardRequest',
    logs: all.filter(({ address }) => isAddressEqual(address, forwarder)),
  })
  const place = ends.findIndex(({ args }) => isAddressEqual(args.signer, signer) && args.nonce === nonce)
  const end = ends[place]
  if (!end) throw new TownError('HTTP_UNEXPECTED', { transactionHash })
  const from = BigInt(ends[place - 1]?.logIndex ?? -1)
  return all.filter(({ logIndex }) => BigInt(logIndex) > from && BigInt(logIndex) < BigInt(end.logIndex))
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
      topics: z.array(bytes32Schema).check(z.minLength(1)),
      transactionHash: bytes32Schema,
      transactionIndex: hexSchemaOfQuantity(),
    }),
  ),
})

/** JSON-RPC writes numbers without leading zeros. */
function hexSchemaOfQuantity() {
  return z.templateLiteral(['0x', z.string().check(z.regex(/[0-9a-f]+/))])
}
