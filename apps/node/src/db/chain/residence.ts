import type { Wallet } from './tables.ts'

const RESIDENT_AFTER = 30 * 24 * 60 * 60

/** When a member becomes a resident (spec §3.9) if nothing happens until then, in seconds; null: not so. */
export const residentFrom = ({ joinedAt, foundingMember, validatedAt, completedGigAt }: Wallet): number | null => {
  if (joinedAt === null) return null
  if (foundingMember) return joinedAt
  if (validatedAt === null || completedGigAt === null) return null
  return Math.max(joinedAt + RESIDENT_AFTER, validatedAt, completedGigAt)
}

/** When a member became a resident, in seconds; null: not yet. */
export const residentSince = (member: Wallet, now: number): number | null => {
  const from = residentFrom(member)
  return from !== null && (from <= now || member.foundingMember) ? from : null
}
