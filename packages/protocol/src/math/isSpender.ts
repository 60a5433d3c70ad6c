import { CREDIT, SPENDER_CREDITS } from '../generated/constants.ts'

/** Whether a member counts against the founding state of the community (spec §3.7). `spendable` in base units. */
export const isSpender = ({
  validated,
  spendable,
}: {
  readonly validated: boolean
  readonly spendable: bigint
}): boolean => validated && spendable >= BigInt(SPENDER_CREDITS) * CREDIT
