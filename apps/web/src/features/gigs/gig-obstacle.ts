import {
  type Community,
  CREDIT,
  gigCredits,
  MAX_OPEN_GIGS,
  MIN_MEMBERS,
  SKILLS_PER_TEMPLATE,
  type Wallet,
} from '@distributed-town/sdk'

/** Why somebody can't offer a gig now (spec §4.3), before anything is typed. */
export type GigObstacle =
  | { readonly code: 'CommunityInactive'; readonly count: number }
  | { readonly code: 'RatingsDue'; readonly count: number }
  | { readonly code: 'TooManyOpenGigs'; readonly count: number }
  /** `skill`: the one nearest to its validation; null: none has a rating. */
  | { readonly code: 'NotValidated'; readonly skill: number | null; readonly done: number }
  | { readonly code: 'NotSpendable'; readonly smallest: bigint }

export const gigObstacle = ({
  wallet,
  community,
}: {
  readonly wallet: Wallet
  readonly community: Pick<Community, 'active' | 'founding' | 'members' | 'template'>
}): GigObstacle | null => {
  if (!community.active) return { code: 'CommunityInactive', count: Math.max(1, MIN_MEMBERS - community.members) }
  if (wallet.unratedGigs > 0) return { code: 'RatingsDue', count: wallet.unratedGigs }
  if (!wallet.validated && !community.founding) {
    const [nearest] = wallet.skills.toSorted((a, b) => b.rates - a.rates)
    return {
      code: 'NotValidated',
      skill: nearest && nearest.rates > 0 ? nearest.skill : null,
      done: nearest?.rates ?? 0,
    }
  }
  if (wallet.openGigs >= MAX_OPEN_GIGS) return { code: 'TooManyOpenGigs', count: MAX_OPEN_GIGS }
  const smallest = smallestGig(community.template)
  return wallet.spendable < smallest ? { code: 'NotSpendable', smallest } : null
}

/** Credits of the cheapest gig of a template. */
const smallestGig = (template: number): bigint =>
  Array.from(
    { length: SKILLS_PER_TEMPLATE },
    (_, i) => gigCredits({ skill: template * SKILLS_PER_TEMPLATE + i, commitment: 1 }),
    // biome-ignore lint/complexity/useMathMinMax: Math.min takes no bigint
  ).reduce((least, credits) => (credits < least ? credits : least), 1000n * CREDIT)
