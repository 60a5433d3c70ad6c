import { BASE_GRANT, type Community, CREDIT, FAIR_SHARE } from '@distributed-town/sdk'

const base = BigInt(BASE_GRANT) * CREDIT
const goal = BigInt(FAIR_SHARE) * CREDIT

/** The treasury account between what it begins with and the fair share (spec §6.3). Base units. */
export type TreasuryWay = {
  readonly base: bigint
  readonly goal: bigint
  /** What completed gigs have added since it last began. */
  readonly gained: bigint
  readonly left: bigint
  /** Of the way, in parts of a thousand, rounded down. */
  readonly thousandths: number
}

export const treasuryWayOf = ({ treasury }: Pick<Community, 'treasury'>): TreasuryWay => {
  const gained = treasury - base
  return { base, goal, gained, left: goal - treasury, thousandths: Number((gained * 1000n) / (goal - base)) }
}
