import { getCommunity, listCommunityHistory, listGigs, MAX_PAGE, type Town } from '@distributed-town/sdk'
import type { PublicClient } from 'viem'
import { readBooks } from './read-books.ts'
import type { TownState } from './schema.ts'
import { toTownState } from './to-town-state.ts'

export type ReadTown = {
  readonly state: TownState
  readonly gigs: { readonly rated: number; readonly counted: number }
  /** For what is counted over all towns. */
  readonly roster: readonly { readonly owner: string; readonly balance: bigint }[]
  readonly skillCounts: readonly number[]
  readonly foundedInBlock: number
}

/** A town as its contract and the API of its node know it. */
export const readTownState = async (
  town: Town,
  { client, communityId }: { readonly client: PublicClient; readonly communityId: number },
): Promise<ReadTown> => {
  const community = await getCommunity(town, { communityId })
  const { address, roster } = community
  const gigs = await readPages((after) => listGigs(town, { communityId, limit: MAX_PAGE, after }))
  const history = await readPages((after) =>
    listCommunityHistory(town, { communityId, types: 'founded,distribution', limit: MAX_PAGE, after }),
  )
  const books = await readBooks(client, { address, owners: roster.map(({ owner }) => owner) })
  const rated = gigs.filter(({ state }) => state === 'Rated')
  return {
    state: toTownState({ community, gigs, history, books }),
    gigs: { rated: rated.length, counted: rated.filter(({ ratingCounted }) => ratingCounted).length },
    roster: roster.map(({ owner, balance }) => ({ owner, balance })),
    skillCounts: community.skillCounts,
    foundedInBlock: history.find(({ type }) => type === 'founded')?.blockNumber ?? 0,
  }
}

const readPages = async <Item>(
  read: (after: string | undefined) => Promise<{ readonly items: readonly Item[]; readonly next: string | null }>,
): Promise<readonly Item[]> => {
  const all: Item[] = []
  for (let after: string | undefined; ; ) {
    const { items, next } = await read(after)
    all.push(...items)
    if (next === null) return all
    after = next
  }
}
