import { lockCursor, storeCursor } from '../db/chain/cursor.ts'
import { endRereading } from '../db/chain/rereading.ts'
import { forgetFinal, keepRows, storeBlocks } from '../db/chain/undo.ts'
import { loadWorkingSet, storeWorkingSet, type WorkingSet } from '../db/chain/working-set.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Node } from '../node.ts'
import { applyEvents } from './apply/index.ts'
import type { ChainEvent } from './decode.ts'
import type { Progress, Range } from './fetch-range.ts'
import { referencesOf } from './references.ts'

/**
 * All of a range in one transaction of the database, with the cursor. @returns what it changed, block by block where it can be undone.
 * @param finalized Latest final block; undefined on a chain whose blocks all are.
 */
export const storeRange = async (
  { pool, deployment }: Pick<Node, 'pool' | 'deployment'>,
  at: Progress,
  { range: { last, events, tail }, finalized }: { readonly range: Range; readonly finalized: bigint | undefined },
): Promise<readonly WorkingSet[]> =>
  inTransaction(pool, async (client) => {
    await lockCursor(client, at.hash)
    const sets: WorkingSet[] = []
    for (const { blockNumber, part } of tail.length === 0 ? [whole(last.number, events)] : byBlock(events)) {
      const set = await loadWorkingSet(client, referencesOf(part))
      applyEvents(set, deployment.contracts.gigs, part)
      if (tail.length > 0) await keepRows(client, set, blockNumber)
      await storeWorkingSet(client, set)
      sets.push(set)
    }
    if (tail.length > 0) {
      const base = at.hash === undefined ? [] : [{ number: at.block, hash: at.hash, time: at.time }]
      await storeBlocks(client, [...base, ...tail.map(({ number, hash, time }) => ({ number, hash, time }))])
    }
    if (finalized !== undefined) await forgetFinal(client, finalized)
    const { number, hash, time } = last
    const final = finalized !== undefined && finalized < number ? finalized : number
    await storeCursor(client, { blockNumber: number, blockHash: hash, blockTime: time, finalized: final })
    await endRereading(client, { read: number })
    return sets
  })

type Part = { readonly blockNumber: bigint; readonly part: readonly ChainEvent[] }

const whole = (blockNumber: bigint, part: readonly ChainEvent[]): Part => ({ blockNumber, part })

const byBlock = (events: readonly ChainEvent[]): readonly Part[] =>
  [...Map.groupBy(events, ({ blockNumber }) => blockNumber)].map(([blockNumber, part]) =>
    whole(BigInt(blockNumber), part),
  )
