import {
  BASE_GRANT,
  CREDIT,
  flowOf,
  type Gig,
  getCommunity,
  giniBps,
  listCommunityHistory,
  listGigs,
  MAX_PAGE,
  SPENDER_CREDITS,
  type Town,
  velocityBps,
} from '@distributed-town/sdk'
import type { PublicClient } from 'viem'
import { readBooks } from './read-books.ts'
import type { TownState } from './schema.ts'

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
  const { roster, ...community } = await getCommunity(town, { communityId })
  const gigs = await readPages<Gig>((after) => listGigs(town, { communityId, limit: MAX_PAGE, after }))
  const history = await readPages((after) =>
    listCommunityHistory(town, { communityId, types: 'founded,distribution', limit: MAX_PAGE, after }),
  )
  const books = await readBooks(client, { address: community.address, owners: roster.map(({ owner }) => owner) })

  const rated = gigs.filter(({ state }) => state === 'Rated')
  const payments = gigs.flatMap(({ state, creator, taker, credits }) =>
    (state === 'Completed' || state === 'Rated') && taker !== null ? [{ payer: creator, payee: taker, credits }] : [],
  )
  const { turnover, payers, payees } = flowOf(payments)
  const distributions = history.flatMap((item) => (item.type === 'distribution' ? [item.returned] : []))
  const returned = distributions.reduce((sum, each) => sum + each, 0n)
  const sum = (amount: (member: (typeof roster)[number]) => bigint) =>
    roster.reduce((total, member) => total + amount(member), 0n)
  return {
    state: {
      communityId,
      name: community.name,
      members: roster.length,
      active: community.active,
      founding: community.founding,
      validated: roster.filter(({ validated }) => validated).length,
      withoutCredits: roster.filter(({ spendable }) => spendable < BigInt(SPENDER_CREDITS) * CREDIT).length,
      score: community.score,
      spendable: sum(({ spendable }) => spendable),
      turnover,
      payers: payers.size,
      payees: payees.size,
      everybodyTrades: roster.every(({ walletId }) => payers.has(walletId) && payees.has(walletId)),
      giniBps: giniBps(roster.map(({ balance }) => balance)),
      velocityBps: velocityBps({ turnover, held: sum(({ balance }) => balance) }),
      contributed: books.treasury + returned - BigInt(BASE_GRANT) * CREDIT,
      distributionsDue: distributions.length,
      returned,
      books,
    },
    gigs: { rated: rated.length, counted: rated.filter(({ ratingCounted }) => ratingCounted).length },
    roster,
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
