import { setTimeout as sleep } from 'node:timers/promises'
import { clearChain, findCursor, listCommunityAddresses } from '../db/chain/cursor.ts'
import { findBlock } from '../db/chain/undo.ts'
import type { WorkingSet } from '../db/chain/working-set.ts'
import type { Node } from '../node.ts'
import { audit } from './audit.ts'
import { ContradictionError, ReorgError } from './failures.ts'
import { fetchRange, type Progress, type Range } from './fetch-range.ts'
import { type Finality, getFinalized } from './finality.ts'
import type { Source } from './headers.ts'
import { createRangeSize } from './range-size.ts'
import { isOnChain, rewind } from './rewind.ts'
import { storeRange } from './store-range.ts'

// Glossary. Range: the blocks of one transaction of the database. Cursor: the last block that the tables contain, with its hash.
// Final: no reorg takes it back. Tail: the blocks that are not final; their changes are kept in a form that can be undone.

export type Indexer = {
  /** Reads the chain up to a block that exists; resolves when the tables contain it. */
  readonly indexTo: (blockNumber: bigint) => Promise<void>
  /** The same for the newest block; what fails is tried again by itself, ever less often, until it works. */
  readonly follow: (blockNumber: bigint) => Promise<void>
  /** Follows a chain that others mine: asks for its height again and again. Resolves when the tables contain what there was at first. */
  readonly poll: (options: { readonly everyMs: number }) => Promise<void>
  /** Tries no more; resolves when nothing is under way. */
  readonly close: () => Promise<void>
  /** Last block that the tables contain; the one before the deployment at first. */
  readonly indexed: () => bigint
  /** Last of these that no reorg takes back. */
  readonly finalized: () => bigint
}

export type IndexerOptions = {
  /** Left out: the node is the only miner, so that every block is final at once. */
  readonly finality?: Finality | undefined
  /** Milliseconds before what failed is tried again, at first. */
  readonly retryMs?: number
}

const FIRST_RETRY = 500
const LONGEST_RETRY = 30_000

/** Undone in one go; then the chain's node contradicts itself and is left alone for a while. */
const MAX_REWINDS = 20

/** How often in a row the chain must lack a final block, or events must contradict each other, until everything is read anew. */
const MAX_DOUBTS = 3

type Parts = Source & Pick<Node, 'bus' | 'deployment' | 'log' | 'pool'>

export const createIndexer = (node: Parts, { finality, retryMs = FIRST_RETRY }: IndexerOptions = {}): Indexer => {
  const beginning: Progress = { block: node.deployment.block - 1n, hash: undefined, time: 0, communities: [] }
  const size = createRangeSize()
  const blooms = { seen: false }
  const closing = new AbortController()
  const { signal } = closing
  let progress: Progress | undefined
  let reached = beginning.block
  let finalized = beginning.block
  let doubts = 0
  let last: Promise<void> = Promise.resolve()

  /** Whether logs may have been left out since the last audit. */
  let isUnproven = false
  let contradictions = 0
  let startedOver = false

  const indexTo = async (target: bigint): Promise<void> => {
    try {
      await readTo(target)
      contradictions = 0
    } catch (error) {
      // On a chain of the node's own it would be the same again.
      if (finality && error instanceof ContradictionError && !startedOver && ++contradictions >= MAX_DOUBTS) {
        node.log.error({ err: error }, 'the chain left out events: indexing from the beginning')
        startedOver = true
        await startOver(target)
      }
      throw error
    }
  }

  const readTo = async (target: bigint): Promise<void> => {
    // What failed may be committed all the same: the tables know.
    let at = progress ?? (await resume(node, { finality, target })) ?? beginning
    progress = undefined
    const latest = finality ? await getFinalized(node, { height: target, ...finality }) : target
    if (latest > finalized) finalized = latest
    if (finality && target <= at.block && !(await isStillThere(node, at, target))) at = await back(at, target)
    let rewinds = 0
    let ahead: Promise<Range> | undefined
    while (at.block < target) {
      try {
        const range: Range = await (ahead ?? fetchAhead(at, target))
        // The next one is read while this one is written.
        ahead = range.after.block < target ? fetchAhead(range.after, target) : undefined
        const sets = await storeRange(node, at, { range, finalized: finality && finalized })
        isUnproven ||= !range.isProven
        at = range.after
        reached = at.block
        tell(node, sets, { indexed: at.block, finalized: final() })
      } catch (error) {
        if (!(error instanceof ReorgError) || ++rewinds > MAX_REWINDS) throw error
        ahead = undefined
        at = await back(at, target)
      }
    }
    doubts = 0
    reached = at.block
    if (isUnproven) await audit(node, at.block)
    isUnproven = false
    progress = at
  }

  const fetchAhead = (at: Progress, target: bigint): Promise<Range> => {
    const range = fetchRange(node, at, {
      target,
      finalized,
      isOwn: finality === undefined,
      size,
      blooms,
      retryMs,
      signal,
    })
    // Whoever waits for it hears of its failure; nobody may.
    range.catch(() => undefined)
    return range
  }

  /** Where the index stands after what the chain took back is undone. */
  const back = async (at: Progress, target: bigint): Promise<Progress> => {
    const undone = await rewind(node, { at, finalized })
    if (!undone) {
      doubts += 1
      if (finality && finalized > beginning.block && doubts < MAX_DOUBTS)
        throw new ReorgError(`final block ${at.block} is not on the chain`)
      node.log.error({ block: Number(at.block) }, 'the chain lost final blocks: indexing from the beginning')
      return await startOver(target)
    }
    reached = undone.block
    node.bus.emit({ type: 'undone', block: reached })
    return undone
  }

  /** @param until What the tables contained is in the blocks until there. */
  const startOver = async (until: bigint): Promise<Progress> => {
    node.bus.emit({ type: 'rereading', until })
    await clearChain(node.pool, { until })
    finalized = beginning.block
    reached = beginning.block
    node.bus.emit({ type: 'undone', block: reached })
    return beginning
  }

  const final = (): bigint => (finalized < reached ? finalized : reached)

  // One after another, also when one failed: the next begins where the tables are.
  const enter = (target: bigint): Promise<void> => {
    const run = last.then(
      () => indexTo(target),
      () => indexTo(target),
    )
    last = run
    return run
  }

  let retry: NodeJS.Timeout | undefined
  let delay = retryMs
  let newest = 0n

  const follow = async (target: bigint): Promise<void> => {
    if (target > newest) newest = target
    try {
      await enter(target)
    } catch (error) {
      retryLater()
      throw error
    }
    delay = retryMs
    // A later block has brought along what an earlier one could not.
    if (reached >= newest) clearTimeout(retry)
  }

  const retryLater = () => {
    if (signal.aborted) return
    clearTimeout(retry)
    retry = setTimeout(() => {
      follow(newest).catch((error: unknown) => {
        node.log.error({ err: error, block: Number(newest) }, 'a block is still not indexed')
      })
    }, delay)
    retry.unref()
    delay = Math.min(delay * 2, LONGEST_RETRY)
  }

  let polling: Promise<void> | undefined

  const poll = ({ everyMs }: { readonly everyMs: number }): Promise<void> =>
    new Promise((resolve) => {
      const run = async () => {
        let failures = 0
        while (!signal.aborted) {
          try {
            await enter(await node.chain.height())
            failures = 0
            resolve()
          } catch (error) {
            failures += 1
            node.log.warn({ err: error, failures }, 'the chain can not be followed at the moment')
          }
          const pause = failures === 0 ? everyMs : Math.min(retryMs * 2 ** failures, LONGEST_RETRY)
          // Ends early when it closes.
          await sleep(pause, undefined, { signal, ref: false }).catch(() => undefined)
        }
        resolve()
      }
      polling = run()
    })

  return {
    indexTo: enter,
    follow,
    poll,
    close: async () => {
      closing.abort()
      clearTimeout(retry)
      await polling
      await last.catch(() => undefined)
    },
    indexed: () => reached,
    finalized: final,
  }
}

/** Where the tables are. On a chain of the node's own they are cleared if that block is not there: nothing is late or in doubt. */
const resume = async (
  node: Parts,
  { finality, target }: Pick<IndexerOptions, 'finality'> & { readonly target: bigint },
): Promise<Progress | undefined> => {
  const cursor = await findCursor(node.pool)
  if (cursor === undefined) return undefined
  const { blockNumber: block, blockHash: hash, blockTime: time } = cursor
  if (finality || (await isOnChain(node, { number: block, hash, time }))) {
    return { block, hash, time, communities: await listCommunityAddresses(node.pool) }
  }
  node.log.warn({ block }, 'the chain is another one than what was indexed: indexing from the beginning')
  node.bus.emit({ type: 'rereading', until: target })
  await clearChain(node.pool, { until: target })
  return undefined
}

/** Whether a block that the tables contain is on the chain: one that is late has the same blocks, up to its height. */
const isStillThere = async (node: Parts, at: Progress, number: bigint): Promise<boolean> => {
  const block = await findBlock(node.pool, number)
  const known = number === at.block && at.hash ? { number, hash: at.hash, time: at.time } : block
  return known === undefined || (await isOnChain(node, known))
}

const tell = (
  { bus }: Parts,
  sets: readonly WorkingSet[],
  { indexed, finalized }: { readonly indexed: bigint; readonly finalized: bigint },
): void => {
  for (const { communities, wallets, gigs, memberships } of sets) {
    for (const event of memberships) bus.emit(event)
    for (const { id, communityId, state } of gigs.values()) bus.emit({ type: 'gig', id, communityId, state })
    for (const id of wallets.keys()) bus.emit({ type: 'wallet', id })
    for (const id of communities.keys()) bus.emit({ type: 'community', id })
  }
  bus.emit({ type: 'block', height: indexed, indexed, finalized })
}
