import { type Rereading as Progress, TownError } from '@distributed-town/protocol'
import { findRereading } from '../db/chain/rereading.ts'
import type { Node } from '../node.ts'

/** Whether everything is being read anew from the chain. Meanwhile the tables look as if towns were gone, so nobody is shown them. */
export type Rereading = {
  /** How far; undefined if it is not. */
  readonly progress: () => Progress | undefined
  /** @throws TownError NOT_READY with the progress. */
  readonly requireOver: () => void
  /** Asks the database: other processes may have gone on unheard. @param indexed Where its tables are. */
  readonly refresh: (indexed: bigint) => Promise<void>
}

export const watchRereading = async (
  { bus, pool, deployment }: Pick<Node, 'bus' | 'pool' | 'deployment'>,
  start: { readonly indexed: () => bigint },
): Promise<Rereading> => {
  let until = await findRereading(pool)
  let indexed = start.indexed()
  bus.subscribe((event) => {
    if (event.type === 'rereading') until = event.until
    if (event.type === 'undone') indexed = event.block
    if (event.type !== 'block') return
    indexed = event.indexed
    if (until === undefined || indexed < until) return
    until = undefined
    // Pages that were refused meanwhile read again.
    bus.emit({ type: 'undone', block: indexed })
  })
  const progress = (): Progress | undefined => {
    if (until === undefined) return undefined
    const before = deployment.block - 1n
    return { done: Number(indexed - before), of: Number(until - before) }
  }
  return {
    progress,
    requireOver: () => {
      const rereading = progress()
      if (rereading) throw new TownError('NOT_READY', { rereading })
    },
    refresh: async (present) => {
      until = await findRereading(pool)
      indexed = present
    },
  }
}
