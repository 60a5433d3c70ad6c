import { addressSchema, bytes32Schema, erc2771ForwarderAbi, hexSchema, TownError } from '@distributed-town/protocol'
import { type Address, encodeEventTopics, type Hex, type RpcLog, toHex } from 'viem'
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
  const { forwarder } = (await town.config()).contracts
  const isEnd = ({ address, topics }: (typeof logs)[number]) =>
    address.toLowerCase() === forwarder.toLowerCase() && topics[0] === EXECUTED
  // Of a transaction with many requests most logs are other people's: they are not looked at any closer.
  const place = logs.findIndex((log) => isEnd(log) && isOf(log, { signer, nonce }))
  if (place === -1) throw new TownError('HTTP_UNEXPECTED', { transactionHash })
  const before = logs.slice(0, place)
  const own = logSchema.safeParse(before.slice(before.findLastIndex(isEnd) + 1))
  if (!own.success) throw new TownError('HTTP_UNEXPECTED', { transactionHash }, { cause: own.error })
  // JSON has no tuples; an event has a topic at least, its signature.
  return own.data.map((log) => ({ ...log, topics: log.topics as [Hex, ...Hex[]] }))
}

const [EXECUTED] = encodeEventTopics({ abi: erc2771ForwarderAbi, eventName: 'ExecutedForwardRequest' })

/** Whether an `ExecutedForwardRequest` is of one request: the signer is its topic, the nonce its first word. */
const isOf = (
  { topics, data }: { readonly topics: readonly string[]; readonly data: string },
  { signer, nonce }: { readonly signer: Address; readonly nonce: bigint },
): boolean =>
  topics[1]?.slice(-40) === signer.slice(2).toLowerCase() && data.slice(2, 66) === toHex(nonce, { size: 32 }).slice(2)

const receiptSchema = z.object({
  logs: z.array(z.looseObject({ address: z.string(), topics: z.array(z.string()), data: z.string() })),
})

const logSchema = z.array(
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
)

/** JSON-RPC writes numbers without leading zeros. */
function hexSchemaOfQuantity() {
  return z.templateLiteral(['0x', z.string().check(z.regex(/[0-9a-f]+/))])
}
