import { CREDIT } from '../generated/constants.ts'
import type { ActiveSkill } from '../skill-set.ts'
import { skillValue } from './skillValue.ts'

/** What is locked of a wallet: `Σ value × level` over active skills not validated (spec §2.4). Base units. */
export const lockedOf = (skills: readonly ActiveSkill[]): bigint =>
  BigInt(skills.reduce((sum, { skill, level, validated }) => sum + (validated ? 0 : skillValue(skill) * level), 0)) *
  CREDIT
