import { SKILLS_PER_TEMPLATE } from '../generated/constants.ts'

/** How many members have each of the 12 skills of a community's template active. @param members Skill ids of each. */
export const skillCounts = (members: readonly (readonly number[])[]): readonly number[] => {
  const counts = Array.from({ length: SKILLS_PER_TEMPLATE }, () => 0)
  for (const skill of members.flat())
    counts[skill % SKILLS_PER_TEMPLATE] = (counts[skill % SKILLS_PER_TEMPLATE] ?? 0) + 1
  return counts
}
