import { lockedOf, type Member, spendable } from '@distributed-town/protocol'

/**
 * What a member could spend with another balance or other levels than now (spec §2.4). Base units.
 */
export const previewSpendable = ({
  member,
  balance = member.balance,
  skills = member.skills,
}: {
  readonly member: Pick<Member, 'balance' | 'granted' | 'validated' | 'skills'>
  readonly balance?: bigint | undefined
  readonly skills?: Member['skills'] | undefined
}): { readonly locked: bigint; readonly spendable: bigint } => {
  const locked = lockedOf(skills)
  const { granted, validated } = member
  return { locked, spendable: spendable({ balance, locked, granted, validated }) }
}
