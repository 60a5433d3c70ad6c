import { setTimeout as sleep } from 'node:timers/promises'
import type { Address, Hex } from 'viem'
import type { Node } from '../node.ts'
import { kindOfBloom } from './bloom.ts'
import type { ChainEvent } from './decode.ts'
import { isPassing, mayBeTooLarge, ReorgError } from './failures.ts'
import { getHeader, getHeaders, type Header, type Source } from './headers.ts'
import { getEventsOfBlocks, getEventsOfRange } from './logs.ts'
import type { RangeSize } from './range-size.ts'

/** Where the index stands. */
export type Progress = {
  readonly block: bigint
  /** Undefined before the first range. */
  readonly hash: Hex | undefined
  readonly time: number
  readonly communities: readonly Address[]
}

export type Range = {
  readonly last: Header
  readonly events: readonly ChainEvent[]
  /** Headers of all blocks of a range that a reorg can take back; empty for a final one. */
  readonly tail: readonly Header[]
  /** Whether it would have been noticed if logs were left out. */
  readonly isProven: boolean
  /** Progress once it is stored. */
  readonly after: Progress
}

type Parts = Source & Pick<Node, 'deployment' | 'log'>

export type FetchOptions = {
  readonly target: bigint
  readonly finalized: bigint
  /** Whether the node is the only miner: its own chain leaves nothing out. */
  readonly isOwn: boolean
  readonly size: RangeSize
  /** Whether a header with a bloom filter was seen: then one without has no logs. */
  readonly blooms: { seen: boolean }
  /** Milliseconds before the first of the attempts that follow on a failure. */
  readonly retryMs: number
  readonly signal: AbortSignal
}

/** Blocks of one range that is not final: each of them is asked for by itself. */
const TAIL = 64n
/** A final range of so few blocks is read in the same way. */
const SHORT = 8n
const ATTEMPTS = 6
const LONGEST_WAIT = 5_000

/**
 * Reads what follows on the given progress. What the chain's node refuses or does not answer is asked for again, in smaller ranges and with
 * growing delays.
 * @throws ReorgError if the chain has left the block that it follows on, or whatever the last attempt failed by.
 */
export const fetchRange = async (node: Parts, at: Progress, options: FetchOptions): Promise<Range> => {
  const { size, retryMs, signal } = options
  for (let attempt = 1; ; ) {
    try {
      const range = await fetchOnce(node, at, options)
      size.grow(range.events.length)
      return range
    } catch (error) {
      if (!isPassing(error) || signal.aborted) throw error
      // As often as it takes: one block is soon reached.
      if (mayBeTooLarge(error) && size.shrink()) continue
      if (attempt >= ATTEMPTS) throw error
      node.log.info({ err: error, block: Number(at.block), attempt }, 'the chain does not answer as it should')
      await sleep(Math.min(retryMs * 2 ** attempt * (0.5 + Math.random() / 2), LONGEST_WAIT), undefined, { signal })
      attempt += 1
    }
  }
}

const fetchOnce = async (
  node: Parts,
  at: Progress,
  { target, finalized, isOwn, size, blooms }: FetchOptions,
): Promise<Range> => {
  const from = at.block + 1n
  const isFinal = from <= finalized
  const most = isFinal ? BigInt(size.blocks()) : min(BigInt(size.blocks()), TAIL)
  const to = min(isFinal ? min(target, finalized) : target, at.block + most)
  const { communities } = at
  const isWhole = !isFinal || to - from < (isOwn ? 1n : SHORT)
  const headers = isWhole ? await getHeaders(node, { from, to }) : await getEnds(node, { from, to })
  const [first, last] = [headers[0], headers.at(-1)]
  if (!first || !last) throw new Error(`no blocks from ${from} to ${to}`)
  if (at.hash !== undefined && first.parentHash !== at.hash)
    throw new ReorgError(`block ${at.block} is not on the chain`)
  blooms.seen ||= headers.some(({ logsBloom }) => kindOfBloom(logsBloom) !== 'none')
  const events = isWhole
    ? await getEventsOfBlocks(node, { headers, communities, hasBlooms: blooms.seen })
    : await getEventsOfRange(node, { first, last, communities })
  const founded = events.flatMap((event) => (event.name === 'CommunityFounded' ? [event.args.community] : []))
  return {
    last,
    events,
    tail: isFinal ? [] : headers,
    isProven: isOwn || isWhole,
    after: {
      block: last.number,
      hash: last.hash,
      time: last.time,
      communities: founded.length === 0 ? communities : [...communities, ...founded],
    },
  }
}

const getEnds = (node: Parts, { from, to }: { readonly from: bigint; readonly to: bigint }) =>
  Promise.all([getHeader(node, from), getHeader(node, to)])

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b)
