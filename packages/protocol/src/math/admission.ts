import { MAX_MEMBERS } from '../generated/constants.ts'
import { min } from './minMax.ts'
import { settlement } from './settlement.ts'

export type AdmissionParameters = {
  readonly carried: bigint
  readonly granted: bigint
  readonly target: bigint
  readonly vault: bigint
  /** Before the joining, below 24. */
  readonly members: number
}

export type Admission = {
  /** Most that the vault gives: its part of one free seat, rounded down. */
  readonly room: bigint
  /** Of what was carried. */
  readonly unlocked: bigint
  readonly paid: bigint
  readonly returned: bigint
  /** Of the newcomer, afterwards. */
  readonly balance: bigint
}

/** What a joining moves (spec §3.3). Base units. */
export const admission = ({ carried, granted, target, vault, members }: AdmissionParameters): Admission => {
  const room = vault / BigInt(MAX_MEMBERS - members)
  const unlocked = min(carried, room)
  const { paid, returned } = settlement({ target, granted, balance: unlocked, vault: room - unlocked })
  return { room, unlocked, paid, returned, balance: unlocked + paid - returned }
}
