import type { Wallet } from './tables.ts'

const RESIDENT_AFTER = 30 * 24 * 60 * 60

/** When a member became a resident (spec §3.9), in seconds; null: not yet. */
export const residentSince = (
  { joinedAt, foundingMember, validatedAt, completedGigAt }: Wallet,
  now: number,
): number | null => {
  if (joinedAt === null) return null
  if (foundingMember) return joinedAt
  if (validatedAt === null || completedGigAt === null) return null
  const since = Math.max(joinedAt + RESIDENT_AFTER, validatedAt, completedGigAt)
  return since <= now ? since : null
}
