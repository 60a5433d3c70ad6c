import { decodeSkillSet, isSpender, lockedOf, spendable } from '@distributed-town/protocol'
import type { Wallet } from './tables.ts'

export type Account = {
  readonly balance: bigint
  readonly locked: bigint
  readonly spendable: bigint
}

const NO_ACCOUNT: Account = { balance: 0n, locked: 0n, spendable: 0n }

/** A wallet's account in the community where it lives (spec §2.4); empty without one. Base units. */
export const accountOf = (wallet: Wallet): Account => {
  if (wallet.communityId === null) return NO_ACCOUNT
  const { balance, granted } = wallet
  const locked = lockedOf(decodeSkillSet(wallet.skills))
  return { balance, locked, spendable: spendable({ balance, locked, granted, validated: wallet.validatedAt !== null }) }
}

/** Whether its member counts against the founding state of the community. */
export const hasSpender = (wallet: Wallet): boolean =>
  isSpender({ validated: wallet.validatedAt !== null, spendable: accountOf(wallet).spendable })
