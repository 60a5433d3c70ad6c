import {
  type Community,
  coverage,
  type Gig,
  isBelow48,
  MAX_MEMBERS,
  MAX_SKILLS,
  MIN_MEMBERS,
  previewScore,
  SKILLS_PER_TEMPLATE,
  scoreOf,
} from '@distributed-town/sdk'

/** A skill that this many members have at most hangs by a thread. */
const THIN = 1

/** What the score would be if somebody brought some skills. Hundredths. */
export type Effect = {
  readonly score: number
  /** Compared with the present score; undefined where there is none yet. */
  readonly change: number | undefined
  /** Whether it would come to 48 or over it, from below. */
  readonly lifts: boolean
}

export type WhatIf = {
  readonly skill: number
  /** Members who have it now. */
  readonly members: number
  /** Open gigs that ask for it. */
  readonly wanted: number
  /** null: with one more there would still be too few for a score. */
  readonly effect: Effect | null
}

export type WhatIfs = {
  /** How the skill would come: with a newcomer, or where no seat is free, with a member who takes it up for a skill that most have. */
  readonly by: 'newcomer' | 'member'
  /** For each skill that nobody or hardly anybody has; the best first. */
  readonly skills: readonly WhatIf[]
  /** Several missing skills that one newcomer could bring at once; undefined where that is no better than one of them. */
  readonly together: { readonly skills: readonly number[]; readonly effect: Effect } | undefined
}

type Numbers = Pick<Community, 'template' | 'skillCounts' | 'members' | 'score'>

/**
 * What each missing or thin skill would do to a town's score (spec §5). Those that do as much are in the order of what is asked for.
 *
 * @param openGigs Gigs that nobody has taken.
 */
export const whatIfsOf = (community: Numbers, openGigs: readonly Pick<Gig, 'skill'>[] = []): WhatIfs => {
  const { template, skillCounts, members } = community
  const by = members < MAX_MEMBERS ? 'newcomer' : 'member'
  const effectOf = (skills: readonly number[]): Effect | null => {
    if (by === 'member') return effectOfChange(community, skills)
    return members + 1 < MIN_MEMBERS ? null : effectOfNewcomer(community, skills)
  }
  const skills = skillCounts
    .map((count, place) => ({ skill: template * SKILLS_PER_TEMPLATE + place, members: count }))
    .filter((one) => one.members <= THIN)
    .map((one) => ({
      ...one,
      wanted: openGigs.filter(({ skill }) => skill === one.skill).length,
      effect: effectOf([one.skill]),
    }))
    .sort((a, b) => (b.effect?.score ?? 0) - (a.effect?.score ?? 0) || b.wanted - a.wanted || a.skill - b.skill)
  const missing = skills.filter((one) => one.members === 0).map(({ skill }) => skill)
  const several = missing.slice(0, MAX_SKILLS)
  const effect = by === 'newcomer' && several.length > 1 ? effectOf(several) : null
  return { by, skills, together: effect && effect.score > bestOf(skills) ? { skills: several, effect } : undefined }
}

const bestOf = (skills: readonly WhatIf[]): number => skills[0]?.effect?.score ?? 0

const effectOfNewcomer = (community: Numbers, skills: readonly number[]): Effect => {
  const { after, isBelow48After } = previewScore({ community, skills })
  return toEffect(community, { score: after, isBelow: isBelow48After })
}

/** One member takes up a skill in place of the one that most members have. */
const effectOfChange = (community: Numbers, skills: readonly number[]): Effect => {
  const { template, skillCounts, members } = community
  const most = Math.max(...skillCounts)
  const dropped = skillCounts.indexOf(most)
  const counts = skillCounts.map(
    (count, place) =>
      count +
      Number(skills.includes(template * SKILLS_PER_TEMPLATE + place)) -
      Number(most > THIN && place === dropped),
  )
  const numbers = { ...coverage(counts), members }
  return toEffect(community, { score: scoreOf(numbers), isBelow: isBelow48(numbers) })
}

const toEffect = (
  { score: present, skillCounts, members }: Numbers,
  { score, isBelow }: { readonly score: number; readonly isBelow: boolean },
): Effect => {
  if (present === null) return { score, change: undefined, lifts: false }
  return { score, change: score - present, lifts: !isBelow && isBelow48({ ...coverage(skillCounts), members }) }
}
