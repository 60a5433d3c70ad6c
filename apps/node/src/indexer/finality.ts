import { isRefused } from './failures.ts'
import type { Source } from './headers.ts'

/**
 * Of a chain that others mine too: a block is final when the chain's node says so and so many blocks stand on it. What is not final is
 * kept in a form that can be undone.
 */
export type Finality = { readonly confirmations: number }

/** @returns the latest final block of a chain whose latest block is `height`; below 0: none yet. */
export const getFinalized = async (
  { chain }: Source,
  { height, confirmations }: { readonly height: bigint } & Finality,
): Promise<bigint> => {
  const confirmed = height - BigInt(confirmations)
  const tagged = await findTagged(chain)
  return tagged === undefined || tagged > confirmed ? confirmed : tagged
}

const findTagged = async ({ client }: Source['chain']): Promise<bigint | undefined> => {
  try {
    return (await client.getBlock({ blockTag: 'finalized' })).number
  } catch (error) {
    // A chain's node that does not know the tag, or has no such block yet.
    if (isRefused(error)) return undefined
    throw error
  }
}
