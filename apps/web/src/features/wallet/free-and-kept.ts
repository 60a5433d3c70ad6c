import { lockedOf, type MemberSkill, VALIDATING_RATES, type Wallet } from '@distributed-town/sdk'

/** What of a balance an unvalidated skill holds back. */
export type LockedSkill = Pick<MemberSkill, 'skill' | 'rates'> & {
  readonly amount: bigint
  /** Rates that it still needs. */
  readonly missing: number
}

export type Kept = {
  /** Of the balance, not to be spent for now. Base units. */
  readonly amount: bigint
  /** Part of it that stands for skills not validated, and comes free skill by skill. */
  readonly forSkills: bigint
  /** The rest, which comes free with the first validation of the wallet. */
  readonly forValidation: bigint
  /** Skills that would have to be validated. */
  readonly skills: readonly LockedSkill[]
}

/** What of a balance can't be spent, and why (spec §2.4). */
export const keptOf = ({
  balance,
  spendable,
  locked,
  skills,
}: Pick<Wallet, 'balance' | 'spendable' | 'locked' | 'skills'>): Kept => {
  const amount = balance - spendable
  const forSkills = locked < amount ? locked : amount
  return {
    amount,
    forSkills,
    forValidation: amount - forSkills,
    skills: skills
      .filter(({ validated }) => !validated)
      .map((entry) => ({
        skill: entry.skill,
        rates: entry.rates,
        amount: lockedOf([entry]),
        missing: VALIDATING_RATES - entry.rates,
      })),
  }
}

/** A skill with the rates that it still needs. */
export type NextValidation = { readonly skill: number; readonly count: number }

/** The skill nearest to its validation; undefined when all are validated. */
export const nextValidation = (skills: readonly MemberSkill[]): NextValidation | undefined => {
  const [next] = skills.filter(({ validated }) => !validated).sort((a, b) => b.rates - a.rates)
  return next && { skill: next.skill, count: Math.max(1, VALIDATING_RATES - next.rates) }
}
