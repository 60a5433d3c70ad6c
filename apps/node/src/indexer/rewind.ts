import { listCommunityAddresses, lockCursor } from '../db/chain/cursor.ts'
import type { Block } from '../db/chain/tables.ts'
import { listBlocks, undoTo } from '../db/chain/undo.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Node } from '../node.ts'
import { isMissing, UnreliableChainError } from './failures.ts'
import type { Progress } from './fetch-range.ts'
import { getHeader, type Source } from './headers.ts'

/**
 * Undoes what the chain has taken back, down to the latest block that is still on it.
 * @returns the progress there, or undefined when even the final block that everything follows on is gone.
 * @throws UnreliableChainError if nothing was taken back after all.
 */
export const rewind = async (
  node: Source & Pick<Node, 'pool' | 'log'>,
  { at, finalized }: { readonly at: Progress; readonly finalized: bigint },
): Promise<Progress | undefined> => {
  if (at.hash === undefined) throw new UnreliableChainError('a chain without a beginning')
  const kept = await listBlocks(node.pool)
  const cursor: Block = { number: at.block, hash: at.hash, time: at.time }
  const block = await findLatestOnChain(node, kept.length === 0 ? [cursor] : kept)
  if (block === undefined) return undefined
  if (block.number === at.block) throw new UnreliableChainError(`block ${at.block} is on the chain and is not`)
  node.log.warn({ from: Number(at.block), to: Number(block.number) }, 'the chain was rewritten: undoing blocks')
  const communities = await inTransaction(node.pool, async (client) => {
    await lockCursor(client, at.hash)
    await undoTo(client, { block, finalized: finalized < block.number ? finalized : block.number })
    return await listCommunityAddresses(client)
  })
  return { block: block.number, hash: block.hash, time: block.time, communities }
}

/** Of blocks in a row. What follows on a block that is gone is gone too, so halving finds it. */
const findLatestOnChain = async (node: Source, blocks: readonly Block[]): Promise<Block | undefined> => {
  let [known, gone] = [-1, blocks.length]
  while (gone - known > 1) {
    const middle = Math.floor((known + gone) / 2)
    const block = blocks[middle]
    if (block && (await isOnChain(node, block))) known = middle
    else gone = middle
  }
  return blocks[known]
}

export const isOnChain = async (node: Source, { number, hash }: Block): Promise<boolean> => {
  try {
    return (await getHeader(node, number)).hash === hash
  } catch (error) {
    // A chain can be shorter after it was rewritten.
    if (isMissing(error)) return false
    throw error
  }
}
