import { type ForwardRequest, fromErrorBody, type Relayed, TownError, toErrorBody } from '@distributed-town/protocol'
import { getAddress, type Hex, TransactionReceiptNotFoundError } from 'viem'
import { findCursor } from '../db/chain/cursor.ts'
import { deleteOutdatedRelayed, findRelayed, storeRefusal } from '../db/town/relayer.ts'
import type { Node } from '../node.ts'
import { readFates } from './batch.ts'

// What is known of requests that were sent: a repeated one is answered from here and from the chain.

/** Seconds for which a request is remembered after its deadline. */
export const KEPT_AFTER_DEADLINE = 86_400

/**
 * The answer to a request that was sent before; undefined if it was not, or if it did not use its nonce.
 * @throws TownError the same as then.
 */
export const findAnswer = async (
  node: Pick<Node, 'chain' | 'db' | 'pool'>,
  { digest, request }: { readonly digest: Hex; readonly request: ForwardRequest },
): Promise<Relayed | undefined> => {
  const known = await findRelayed(node, { digest })
  if (known === undefined) return undefined
  if (known.error) throw fromErrorBody(known.error)
  const receipt = await node.chain.client
    .getTransactionReceipt({ hash: known.transactionHash })
    .catch((error: unknown) => {
      // It was written down, but the node ended before it was sent.
      if (error instanceof TransactionReceiptNotFoundError) return undefined
      throw error
    })
  if (receipt === undefined) return undefined
  const { transactionHash, blockNumber } = receipt
  const fate = readFates(receipt)({ sender: getAddress(request.from), request })
  if (fate === 'skipped') return undefined
  if (fate === 'failed') throw new TownError('UNKNOWN_REVERT', { transactionHash })
  const cursor = await findCursor(node.pool)
  if (cursor === undefined || cursor.blockNumber < blockNumber) throw new TownError('NOT_READY', { transactionHash })
  return { transactionHash, blockNumber: Number(blockNumber), indexed: true }
}

/** Keeps how the contract refused a request that was sent: it would say something else later. */
export const rememberRefusal = async (
  { db, log }: Pick<Node, 'db' | 'log'>,
  { digest, error }: { readonly digest: Hex; readonly error: TownError },
): Promise<void> => {
  try {
    await storeRefusal({ db }, { digest, error: toErrorBody(error) })
  } catch (cause) {
    // Whoever repeats it hears that it failed, though not why.
    log.error({ err: cause }, 'the refusal of a request was not stored')
  }
}

/** Milliseconds. */
const SWEEP_EVERY = 3_600_000

/** Drops what nobody can ask for any more, now and then. */
export const keepTidy = (node: Pick<Node, 'clock' | 'db' | 'log'>): { readonly stop: () => Promise<void> } => {
  let sweep: Promise<void> | undefined
  const timer = setInterval(() => {
    const now = Math.floor(node.clock() / 1000)
    sweep = deleteOutdatedRelayed(node, { now, day: Math.floor(now / 86_400) }).catch((error: unknown) =>
      node.log.error({ err: error }, 'outdated requests were not dropped'),
    )
  }, SWEEP_EVERY)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await sweep
    },
  }
}
