import type { Gig, Member } from '@distributed-town/sdk'

const WEEK = 7 * 86_400

/** Wallet ids of those who did something in the week before `now` (seconds): came, offered a gig, or had a part in what one is at now. */
export const activeThisWeek = ({
  gigs,
  roster,
  now,
}: {
  readonly gigs: readonly Pick<Gig, 'creator' | 'taker' | 'createdAt' | 'since'>[]
  readonly roster: readonly Pick<Member, 'walletId' | 'joinedAt'>[]
  readonly now: number
}): ReadonlySet<number> => {
  const from = now - WEEK
  const active = new Set(roster.filter(({ joinedAt }) => joinedAt >= from).map(({ walletId }) => walletId))
  for (const { creator, taker, createdAt, since } of gigs) {
    if (createdAt < from && since < from) continue
    active.add(creator)
    if (taker !== null) active.add(taker)
  }
  return active
}
