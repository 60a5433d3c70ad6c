import { TownError } from '../errors.ts'
import { skills } from '../generated/skills.ts'

/** Value of a skill in whole credits: 6, 12 or 24 (spec §1.5). */
export const skillValue = (skill: number): number => {
  const found = skills[skill]
  if (!found) throw new TownError('UNKNOWN_SKILL', { skill })
  return found.value
}
