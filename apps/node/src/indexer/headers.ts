import type { Hex } from 'viem'
import type { Chain } from '../chain/client.ts'
import { UnreliableChainError } from './failures.ts'
import { mapInTurns } from './turns.ts'

/** All that is asked of a chain here, whoever mines it. */
export type Source = { readonly chain: Pick<Chain, 'client' | 'height'> }

export type Header = {
  readonly number: bigint
  readonly hash: Hex
  readonly parentHash: Hex
  /** Seconds. */
  readonly time: number
  /** Zeros where a chain does without. */
  readonly logsBloom: Hex
}

const NO_BLOOM: Hex = `0x${'0'.repeat(512)}`

export const getHeader = async ({ chain }: Source, blockNumber: bigint): Promise<Header> => {
  const { number, hash, parentHash, timestamp, logsBloom } = await chain.client.getBlock({ blockNumber })
  if (number !== blockNumber) throw new UnreliableChainError(`block ${number} came instead of ${blockNumber}`)
  return { number, hash, parentHash, time: Number(timestamp), logsBloom: logsBloom ?? NO_BLOOM }
}

/** All headers from one block to another, each the parent of the next. */
export const getHeaders = async (
  node: Source,
  { from, to }: { readonly from: bigint; readonly to: bigint },
): Promise<readonly Header[]> => {
  const numbers = Array.from({ length: Number(to - from) + 1 }, (_, i) => from + BigInt(i))
  const headers = await mapInTurns(numbers, (blockNumber) => getHeader(node, blockNumber))
  for (const [i, { number, parentHash }] of headers.entries()) {
    const parent = headers[i - 1]
    // The chain was rewritten between two answers, or they are of different chains.
    if (parent && parent.hash !== parentHash)
      throw new UnreliableChainError(`block ${number} does not follow on its parent`)
  }
  return headers
}
