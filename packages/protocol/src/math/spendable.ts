import { CREDIT, UNVALIDATED_ALLOWANCE } from '../generated/constants.ts'
import { max } from './minMax.ts'

/** What a member can transfer (once validated) or put into the escrow of a gig (spec §2.4). Base units. */
export const spendable = ({
  balance,
  locked,
  granted,
  validated,
}: {
  readonly balance: bigint
  readonly locked: bigint
  readonly granted: bigint
  readonly validated: boolean
}): bigint => {
  const keep = validated ? locked : max(locked, granted - BigInt(UNVALIDATED_ALLOWANCE) * CREDIT)
  return max(balance - keep, 0n)
}
