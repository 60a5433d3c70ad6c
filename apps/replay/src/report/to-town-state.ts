import {
  BASE_GRANT,
  type CommunityHistoryItem,
  type CommunityWithRoster,
  CREDIT,
  flowOf,
  type Gig,
  giniBps,
  type Member,
  SPENDER_CREDITS,
  velocityBps,
} from '@distributed-town/sdk'
import type { Books } from './read-books.ts'
import type { TownState } from './schema.ts'

/** What a report says of a town. @param options.history At least its distributions. */
export const toTownState = ({
  community: { id, name, active, founding, score, roster },
  gigs,
  history,
  books,
}: {
  readonly community: Pick<CommunityWithRoster, 'id' | 'name' | 'active' | 'founding' | 'score'> & {
    readonly roster: readonly Pick<Member, 'walletId' | 'balance' | 'spendable' | 'validated'>[]
  }
  readonly gigs: readonly Pick<Gig, 'state' | 'creator' | 'taker' | 'credits'>[]
  readonly history: readonly CommunityHistoryItem[]
  readonly books: Books
}): TownState => {
  const payments = gigs.flatMap(({ state, creator, taker, credits }) =>
    (state === 'Completed' || state === 'Rated') && taker !== null ? [{ payer: creator, payee: taker, credits }] : [],
  )
  const { turnover, payers, payees } = flowOf(payments)
  const distributions = history.flatMap((item) => (item.type === 'distribution' ? [item.returned] : []))
  const returned = distributions.reduce((sum, each) => sum + each, 0n)
  const sum = (amount: (member: (typeof roster)[number]) => bigint) =>
    roster.reduce((total, member) => total + amount(member), 0n)
  return {
    communityId: id,
    name,
    members: roster.length,
    active,
    founding,
    validated: roster.filter(({ validated }) => validated).length,
    withoutCredits: roster.filter(({ spendable }) => spendable < BigInt(SPENDER_CREDITS) * CREDIT).length,
    score,
    spendable: sum(({ spendable }) => spendable),
    resting: sum(({ walletId, spendable }) => (payers.has(walletId) ? 0n : spendable)),
    turnover,
    payers: payers.size,
    payees: payees.size,
    everybodyTrades: roster.every(({ walletId }) => payers.has(walletId) && payees.has(walletId)),
    giniBps: giniBps(roster.map(({ balance }) => balance)),
    velocityBps: velocityBps({ turnover, held: books.members }),
    contributed: books.treasury + returned - BigInt(BASE_GRANT) * CREDIT,
    distributionsDue: distributions.length,
    returned,
    books,
  }
}
