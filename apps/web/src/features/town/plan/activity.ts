import type { Member } from '@distributed-town/sdk'

const WEEK = 7 * 86_400

/** Wallet ids of those who did something in the week before `now` (seconds). */
export const activeThisWeek = ({
  roster,
  now,
}: {
  readonly roster: readonly Pick<Member, 'walletId' | 'activeAt'>[]
  readonly now: number
}): ReadonlySet<number> =>
  new Set(roster.filter(({ activeAt }) => activeAt >= now - WEEK).map(({ walletId }) => walletId))
