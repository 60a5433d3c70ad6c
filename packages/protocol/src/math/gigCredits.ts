import { CREDIT } from '../generated/constants.ts'
import { skillValue } from './skillValue.ts'

/** Credits of a gig: `commitment × value of its skill` (spec §4.1). Base units. */
export const gigCredits = ({ skill, commitment }: { readonly skill: number; readonly commitment: number }): bigint =>
  BigInt(skillValue(skill) * commitment) * CREDIT
