import type { Address } from 'viem'
import { clearChain, findCursor, listCommunityAddresses, lockCursor, storeCursor } from '../db/chain/cursor.ts'
import { loadWorkingSet, storeWorkingSet, type WorkingSet } from '../db/chain/working-set.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Node } from '../node.ts'
import { applyEvents } from './apply/index.ts'
import { getEvents, getHeader, type Header } from './logs.ts'
import { referencesOf } from './references.ts'

// Glossary. Range: the blocks of one transaction of the database. Cursor: the last block that the tables contain, with its hash.

/** Blocks of one range: what public nodes of chains answer at once. */
const RANGE = 2_000n

export type Indexer = {
  /** Reads the chain up to a block that exists; resolves when the tables contain it. */
  readonly indexTo: (blockNumber: bigint) => Promise<void>
  /** The same for the newest block; what fails is tried again by itself, ever less often, until it works. */
  readonly follow: (blockNumber: bigint) => Promise<void>
  /** Tries no more; resolves when nothing is under way. */
  readonly close: () => Promise<void>
  /** Last block that the tables contain; the one before the deployment at first. */
  readonly indexed: () => bigint
}

/** Milliseconds. */
const FIRST_RETRY = 500
const LONGEST_RETRY = 30_000

type Parts = Pick<Node, 'bus' | 'chain' | 'deployment' | 'log' | 'pool'>

type Progress = {
  readonly block: bigint
  /** Undefined before the first range. */
  readonly hash: Header['hash'] | undefined
  readonly communities: readonly Address[]
}

export const createIndexer = (node: Parts): Indexer => {
  const beginning: Progress = { block: node.deployment.block - 1n, hash: undefined, communities: [] }
  let progress: Progress | undefined
  let reached = beginning.block
  let last: Promise<void> = Promise.resolve()

  const indexTo = async (target: bigint) => {
    // What failed may be committed all the same: the tables know.
    let at = progress ?? (await resume(node)) ?? beginning
    progress = undefined
    while (at.block < target) {
      const from = at.block + 1n
      const to = target - from < RANGE ? target : from + RANGE - 1n
      const next: Progress | undefined = await indexRange(node, at, { from, to })
      if (next === undefined) await clearChain(node.pool)
      at = next ?? beginning
      reached = at.block
    }
    progress = at
    reached = at.block
  }

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
  let delay = FIRST_RETRY
  let newest = 0n
  let closed = false

  const follow = async (target: bigint): Promise<void> => {
    if (target > newest) newest = target
    try {
      await enter(target)
    } catch (error) {
      retryLater()
      throw error
    }
    delay = FIRST_RETRY
    // A later block has brought along what an earlier one could not.
    if (reached >= newest) clearTimeout(retry)
  }

  const retryLater = () => {
    if (closed) return
    clearTimeout(retry)
    retry = setTimeout(() => {
      follow(newest).catch((error: unknown) => {
        node.log.error({ err: error, block: Number(newest) }, 'a block is still not indexed')
      })
    }, delay)
    retry.unref()
    delay = Math.min(delay * 2, LONGEST_RETRY)
  }

  return {
    indexTo: enter,
    follow,
    close: async () => {
      closed = true
      clearTimeout(retry)
      await last.catch(() => undefined)
    },
    indexed: () => reached,
  }
}

/** Where the tables are, if that block is still on the chain; else they are cleared. */
const resume = async (node: Parts): Promise<Progress | undefined> => {
  const cursor = await findCursor(node.pool)
  if (cursor === undefined) return undefined
  const height = await node.chain.height()
  const header = cursor.blockNumber <= height ? await getHeader(node, cursor.blockNumber) : undefined
  if (header?.hash === cursor.blockHash) {
    return { block: cursor.blockNumber, hash: cursor.blockHash, communities: await listCommunityAddresses(node.pool) }
  }
  node.log.warn(
    { block: cursor.blockNumber },
    'the chain is another one than what was indexed: indexing from the beginning',
  )
  await clearChain(node.pool)
  return undefined
}

/** @returns the progress after it, or undefined when the chain has left the block that the range follows on. */
const indexRange = async (
  node: Parts,
  { hash, communities }: Progress,
  { from, to }: { readonly from: bigint; readonly to: bigint },
): Promise<Progress | undefined> => {
  const last = await getHeader(node, to)
  const first = from === to ? last : await getHeader(node, from)
  if (hash !== undefined && first.parentHash !== hash) {
    node.log.warn({ block: from }, 'the chain was rewritten: indexing from the beginning')
    return undefined
  }
  const events = await getEvents(node, { from, to, communities })
  const set = await inTransaction(node.pool, async (client) => {
    await lockCursor(client)
    if ((await findCursor(client))?.blockHash !== hash) throw new Error('another process indexes into this database')
    const set = await loadWorkingSet(client, referencesOf(events))
    applyEvents(set, node.deployment.contracts.gigs, events)
    await storeWorkingSet(client, set)
    await storeCursor(client, { blockNumber: to, blockHash: last.hash, blockTime: last.timestamp })
    return set
  })
  tell(node, set, to)
  const founded = events.flatMap((event) => (event.name === 'CommunityFounded' ? [event.args.community] : []))
  return { block: to, hash: last.hash, communities: founded.length === 0 ? communities : [...communities, ...founded] }
}

const tell = ({ bus }: Parts, { communities, wallets, gigs, memberships }: WorkingSet, indexed: bigint): void => {
  for (const event of memberships) bus.emit(event)
  for (const { id, communityId, state } of gigs.values()) bus.emit({ type: 'gig', id, communityId, state })
  for (const id of wallets.keys()) bus.emit({ type: 'wallet', id })
  for (const id of communities.keys()) bus.emit({ type: 'community', id })
  bus.emit({ type: 'block', height: indexed, indexed })
}
