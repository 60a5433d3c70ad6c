import { SKILLS_PER_TEMPLATE } from '../generated/constants.ts'

/** Ids of the skills of a template that nobody has. @param counts See `skillCounts`. */
export const missingSkills = ({
  template,
  counts,
}: {
  readonly template: number
  readonly counts: readonly number[]
}): readonly number[] => counts.flatMap((count, i) => (count === 0 ? [template * SKILLS_PER_TEMPLATE + i] : []))
