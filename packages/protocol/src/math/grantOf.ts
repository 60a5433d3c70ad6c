import { BASE_GRANT, CREDIT } from '../generated/constants.ts'
import { skillValue } from './skillValue.ts'

/** What a wallet should have been granted for its active skills: `2,000 + Σ value × level` (spec §2.5). Base units. */
export const grantOf = (skills: readonly { readonly skill: number; readonly level: number }[]): bigint =>
  BigInt(skills.reduce((sum, { skill, level }) => sum + skillValue(skill) * level, BASE_GRANT)) * CREDIT
