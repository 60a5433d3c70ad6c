import {
  type Community,
  coverage,
  isBelow48,
  missingSkills,
  SKILLS_PER_TEMPLATE,
  scoreOf,
} from '@distributed-town/protocol'

export type ScorePreview = {
  /** Hundredths; null for a town without members. */
  readonly before: number | null
  readonly after: number
  readonly isBelow48Before: boolean
  readonly isBelow48After: boolean
  /** Of the newcomer's skills, those that nobody has. */
  readonly adds: readonly number[]
  /** Skill ids that are missing afterwards. */
  readonly missing: readonly number[]
}

/**
 * What a newcomer with these skills does to a community's score (spec §5): common skills lower it.
 *
 * @param options.skills Ids, of the community's template.
 */
export const previewScore = ({
  community,
  skills,
}: {
  readonly community: Pick<Community, 'template' | 'skillCounts' | 'members'>
  readonly skills: readonly number[]
}): ScorePreview => {
  const { template, skillCounts, members } = community
  const counts = skillCounts.map((count, i) => count + (skills.includes(template * SKILLS_PER_TEMPLATE + i) ? 1 : 0))
  const present = { ...coverage(skillCounts), members }
  const then = { ...coverage(counts), members: members + 1 }
  const missingNow = missingSkills({ template, counts: skillCounts })
  return {
    before: members === 0 ? null : scoreOf(present),
    after: scoreOf(then),
    isBelow48Before: isBelow48(present),
    isBelow48After: isBelow48(then),
    adds: skills.filter((skill) => missingNow.includes(skill)),
    missing: missingSkills({ template, counts }),
  }
}
