import {
  type Community,
  type Gig,
  MIN_MEMBERS,
  VALIDATING_RATES,
  type Wallet,
  type WalletGigs,
} from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { communityQuery, walletGigsQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { type SessionStatus, useSession } from '../../session/session-context.ts'

/** The next useful thing for this person; what it says is in the texts under `home:next.<kind>`. */
export type NextThing =
  | { readonly kind: 'begin' | 'unlock' | 'finish' | 'findTown' }
  | { readonly kind: 'invite'; readonly communityId: number; readonly missing: number }
  | { readonly kind: 'review' | 'rate' | 'work' | 'changes'; readonly gigId: string }
  | { readonly kind: 'validate'; readonly skill: number; readonly missing: number }
  | { readonly kind: 'offer' }

export const useNextThing = (): NextThing | undefined => {
  const town = useTown()
  const { status, wallet } = useSession()
  const { data: community } = useQuery({
    ...communityQuery(town, wallet?.communityId ?? 0),
    enabled: wallet?.communityId != null,
  })
  const { data: gigs } = useQuery({ ...walletGigsQuery(town, wallet?.id ?? 0), enabled: wallet != null })
  return nextThing({ status, wallet, community, gigs })
}

export const nextThing = ({
  status,
  wallet,
  community,
  gigs,
}: {
  readonly status: SessionStatus
  readonly wallet: Wallet | null | undefined
  readonly community: Pick<Community, 'id' | 'members' | 'active'> | undefined
  readonly gigs: WalletGigs | undefined
}): NextThing | undefined => {
  if (status === 'starting') return undefined
  if (status === 'none') return { kind: 'begin' }
  if (status === 'locked') return { kind: 'unlock' }
  if (wallet === undefined) return undefined
  if (wallet === null) return { kind: 'finish' }
  if (wallet.communityId === null) return { kind: 'findTown' }
  if (!community || !gigs) return undefined
  const waiting = find(gigs.asCreator, ['Submitted'])
  if (waiting) return { kind: 'review', gigId: String(waiting.id) }
  const unrated = find(gigs.asCreator, ['Completed'])
  if (unrated) return { kind: 'rate', gigId: String(unrated.id) }
  const taken = find(gigs.asTaker, ['Taken'])
  if (taken) return { kind: taken.changes > 0 ? 'changes' : 'work', gigId: String(taken.id) }
  if (!community.active && community.members < MIN_MEMBERS) {
    return { kind: 'invite', communityId: community.id, missing: MIN_MEMBERS - community.members }
  }
  // The skill that needs fewest rates.
  const [nearest] = wallet.skills.filter(({ validated }) => !validated).sort((a, b) => b.rates - a.rates)
  if (nearest) return { kind: 'validate', skill: nearest.skill, missing: Math.max(1, VALIDATING_RATES - nearest.rates) }
  return { kind: 'offer' }
}

const find = (gigs: readonly Gig[], states: readonly Gig['state'][]): Gig | undefined =>
  gigs.find(({ state }) => states.includes(state))
