import { VALIDATING_RATES, VALIDATING_RATES_PER_PERSON } from '../generated/constants.ts'
import { meanLevel } from './meanLevel.ts'

/** Rates of one skill of one wallet. */
export type RatedSkill = {
  /** Rates that count and their sum. */
  readonly count: number
  readonly sum: number
  /** Wallet ids of those who gave the rates that count towards validation. */
  readonly raters: readonly number[]
  /** Mean of the validating rates; null before validation. */
  readonly validatedAt: number | null
}

export const UNRATED_SKILL: RatedSkill = { count: 0, sum: 0, raters: [], validatedAt: null }

/** The skill after a rate, and whether the rate counts: before validation at most three of one person do (spec §2.3). */
export const countRate = (
  skill: RatedSkill,
  { rater, rate }: { readonly rater: number; readonly rate: number },
): { readonly counted: boolean; readonly skill: RatedSkill } => {
  const count = skill.count + 1
  const sum = skill.sum + rate
  if (skill.validatedAt !== null) return { counted: true, skill: { ...skill, count, sum } }
  if (skill.raters.filter((other) => other === rater).length >= VALIDATING_RATES_PER_PERSON) {
    return { counted: false, skill }
  }
  const validatedAt = count === VALIDATING_RATES ? meanLevel({ sum, n: count }) : null
  return { counted: true, skill: { count, sum, raters: [...skill.raters, rater], validatedAt } }
}
