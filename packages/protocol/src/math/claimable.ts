import { CLAIM_LIMIT, CREDIT, MAX_MEMBERS, RESERVE_BASE, RESERVE_PER_SEAT } from '../generated/constants.ts'
import { max, min } from './minMax.ts'

/** How much a claim of carried credits unlocks while the vault keeps its reserve (spec §3.4). Base units. */
export const claimable = ({
  carried,
  vault,
  members,
}: {
  readonly carried: bigint
  readonly vault: bigint
  /** The claimant among them. */
  readonly members: number
}): bigint => {
  const reserve = BigInt(RESERVE_PER_SEAT * (MAX_MEMBERS - members) + RESERVE_BASE) * CREDIT
  return min(min(carried, BigInt(CLAIM_LIMIT) * CREDIT), max(vault - reserve, 0n))
}
