import { readFileSync } from 'node:fs'
import {
  BASE_GRANT,
  type CommunityHistoryItem,
  CREDIT,
  coverage,
  FAIR_SHARE,
  isBelow48,
  MAX_MEMBERS,
  type Member,
  missingSkills,
  ScoreCause,
  SKILLS_PER_TEMPLATE,
  scoreOf,
  skillCounts,
} from '@distributed-town/sdk'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foundingOf } from '../src/features/town/hall/founding.ts'
import { parseHallSearch } from '../src/features/town/hall/hall-search.ts'
import { isNews, scoreWith } from '../src/features/town/hall/history.ts'
import { type ScoreItem, scoreStepsOf } from '../src/features/town/hall/score-steps.ts'
import { treasuryWayOf } from '../src/features/town/hall/treasury.ts'
import { whatIfsOf } from '../src/features/town/hall/what-if.ts'

/** Skills of a member, by their places in the template. */
const skillSets = fc.uniqueArray(fc.integer({ min: 0, max: SKILLS_PER_TEMPLATE - 1 }), { minLength: 1, maxLength: 3 })
const peoples = fc.array(skillSets, { minLength: 1, maxLength: MAX_MEMBERS })
const templates = fc.integer({ min: 0, max: 2 })

const townOf = (people: readonly (readonly number[])[], template = 0) => {
  const counts = skillCounts(people)
  const members = people.length
  return {
    template,
    skillCounts: [...counts],
    members,
    score: members < 3 ? null : scoreOf({ ...coverage(counts), members }),
  }
}

describe('what if', () => {
  test('somebody with one skill brings the score that the town has once they live there', () => {
    fc.assert(
      fc.property(peoples, templates, (people, template) => {
        fc.pre(people.length < MAX_MEMBERS)
        const { by, skills } = whatIfsOf(townOf(people, template))
        expect(by).toBe('newcomer')
        for (const { skill, effect } of skills) {
          const then = townOf([...people, [skill % SKILLS_PER_TEMPLATE]], template)
          expect(Math.floor(skill / SKILLS_PER_TEMPLATE)).toBe(template)
          expect(effect?.score ?? null).toBe(then.score)
        }
      }),
    )
  })

  test('in a full town a member takes the skill up in place of one of the commonest', () => {
    const full = fc.array(skillSets, { minLength: MAX_MEMBERS, maxLength: MAX_MEMBERS })
    fc.assert(
      fc.property(full, (people) => {
        const town = townOf(people)
        const most = town.skillCounts.indexOf(Math.max(...town.skillCounts))
        const { by, skills, together } = whatIfsOf(town)
        expect([by, together]).toEqual(['member', undefined])
        for (const { skill, effect } of skills) {
          const changed = people.findIndex((own) => own.includes(most) && !own.includes(skill))
          if (changed === -1) continue
          const then = people.map((own, i) => (i === changed ? own.map((one) => (one === most ? skill : one)) : own))
          expect(effect?.score).toBe(townOf(then).score)
        }
      }),
    )
  })

  test('each missing or thin skill is there, no other, and the best comes first', () => {
    fc.assert(
      fc.property(peoples, templates, (people, template) => {
        const town = townOf(people, template)
        const { skills } = whatIfsOf(town)
        const few = town.skillCounts.flatMap((count, i) => (count < 2 ? [template * SKILLS_PER_TEMPLATE + i] : []))
        expect(skills.map(({ skill }) => skill).toSorted((a, b) => a - b)).toEqual(few)
        const scores = skills.map(({ effect }) => effect?.score ?? 0)
        expect(scores).toEqual(scores.toSorted((a, b) => b - a))
      }),
    )
  })

  test('as the vectors of the score have it', () => {
    const { unique, total, members, score, below48 } = JSON.parse(
      readFileSync(new URL('../../../vectors/score.json', import.meta.url), 'utf8'),
    )
    let checked = 0
    for (const [i, text] of (score as string[]).entries()) {
      const [u, sum, m] = [Number(unique[i]), Number(total[i]), Number(members[i])]
      // Without the newcomer there are a skill, a count and a member less.
      const isTown = u >= 2 && m >= 3 && m <= MAX_MEMBERS && sum - 1 >= u - 1 && sum - u <= m - 2
      if (!isTown) continue
      const counts = Array.from({ length: SKILLS_PER_TEMPLATE }, (_, place) => Number(place < u - 1))
      counts[0] = 1 + sum - u
      const before = { ...coverage(counts), members: m - 1 }
      const town = { template: 1, skillCounts: counts, members: m - 1, score: scoreOf(before) }
      const effect = whatIfsOf(town).skills.find(({ members }) => members === 0)?.effect
      expect(effect?.score).toBe(Number(text))
      expect(effect?.lifts).toBe(!below48[i] && isBelow48(before))
      checked++
    }
    expect(checked).toBeGreaterThan(10)
  })

  test('before there are two members nobody can make a score', () => {
    expect(whatIfsOf(townOf([[1]])).skills.every(({ effect }) => effect === null)).toBe(true)
    const { effect } = whatIfsOf(townOf([[1], [2]])).skills[0] ?? {}
    expect(effect).toEqual({ score: 5_000, change: undefined, lifts: false })
  })

  test('what open gigs ask for comes first of what does as much', () => {
    const { skills } = whatIfsOf(townOf([[0], [1], [2]]), [{ skill: 7 }, { skill: 9 }, { skill: 7 }])
    expect(skills.slice(0, 3).map(({ skill, wanted }) => [skill, wanted])).toEqual([
      [7, 2],
      [9, 1],
      [3, 0],
    ])
  })

  test('three missing skills at once, where that is better than one', () => {
    const { together } = whatIfsOf(townOf([[0], [0], [0]]))
    expect(together?.skills).toEqual([1, 2, 3])
    expect(together?.effect.score).toBe(townOf([[0], [0], [0], [1, 2, 3]]).score)
    expect(whatIfsOf(townOf([[0], [1], [2]])).together).toBeUndefined()
    expect(
      whatIfsOf(
        townOf([
          [0, 1, 2],
          [3, 4, 5],
          [6, 7, 8],
          [9, 10],
        ]),
      ).together,
    ).toBeUndefined()
  })
})

const position = (i: number) => ({ blockNumber: i, logIndex: 0, at: 100 * i, transactionHash: `0x${i}` as const })

/** The scores of a town as people come and go, latest first. */
const scoresOf = (towns: readonly (readonly (readonly number[])[])[]): readonly ScoreItem[] =>
  towns
    .map((people, i) => ({
      ...position(i),
      type: 'score' as const,
      cause: 'Joined' as const,
      walletId: i,
      ...townOf(people),
      score: townOf(people).score ?? 0,
    }))
    .toReversed()

describe('the steps of a score', () => {
  test('add up to the present one, and name what came and went', () => {
    fc.assert(
      fc.property(fc.array(peoples, { minLength: 1, maxLength: 8 }), (towns) => {
        const items = scoresOf(towns)
        const steps = scoreStepsOf(items, { template: 0, isComplete: true })
        const [first, last] = [steps.at(-1), steps[0]]
        const sum = steps.reduce((total, { change }) => total + (change ?? 0), first?.score ?? 0)
        expect(sum).toBe(last?.score)
        expect(steps.filter(({ change }) => change === undefined)).toEqual([first])
        // What arrived and did not go again is what is there now.
        const here = new Set<number>()
        for (const { arrived, gone } of steps.toReversed()) {
          for (const skill of arrived) {
            expect(here.has(skill)).toBe(false)
            here.add(skill)
          }
          for (const skill of gone) expect(here.delete(skill)).toBe(true)
        }
        const counts = items[0]?.skillCounts ?? []
        const missing = missingSkills({ template: 0, counts })
        expect([...here].toSorted((a, b) => a - b)).toEqual(counts.flatMap((_, i) => (missing.includes(i) ? [] : [i])))
      }),
    )
  })

  test('of a list that goes on say nothing of what was before', () => {
    const [step] = scoreStepsOf(scoresOf([[[0], [1], [2]]]), { template: 2, isComplete: false })
    expect(step).toMatchObject({ change: undefined, arrived: [], more: [], isBelow: false })
  })

  test('one skill more of those that are here, and one less', () => {
    const [second] = scoreStepsOf(
      scoresOf([
        [[0], [1], [2]],
        [[0], [1], [2], [2, 3]],
        [[0], [2], [2, 3]],
      ]),
      {
        template: 1,
        isComplete: true,
      },
    ).slice(1)
    expect(second).toMatchObject({ change: 333, arrived: [15], more: [14], gone: [], fewer: [] })
  })
})

const memberOf = (changes: Partial<Member>): Member =>
  ({ walletId: 1, validated: false, spendable: 0n, skills: [], ...changes }) as unknown as Member
const skill = (id: number, rates: number, validated = false) => ({ skill: id, level: 5, rates, validated })

test('the founding time ends with three validated members who can spend 24', () => {
  const spender = { validated: true, spendable: 24n * CREDIT, skills: [skill(1, 5, true)] }
  const roster = [
    memberOf({ walletId: 1, ...spender }),
    memberOf({ walletId: 2, skills: [skill(3, 1), skill(4, 4)], spendable: 240n * CREDIT }),
    memberOf({ walletId: 3, ...spender, spendable: 24n * CREDIT - 1n }),
    memberOf({ walletId: 4, skills: [skill(5, 0)] }),
  ]
  const { members, spenders, waiting } = foundingOf({ roster })
  expect([members, spenders]).toEqual([
    { have: 4, need: 3 },
    { have: 1, need: 3 },
  ])
  expect(waiting.map(({ member, lack }) => [member.walletId, lack])).toEqual([
    [3, { kind: 'credits', amount: 1n }],
    [2, { kind: 'validation', skill: 4, count: 1 }],
    [4, { kind: 'validation', skill: 5, count: 5 }],
  ])
})

test('the treasury account is on its way from 2,000 to 3,840', () => {
  const way = (credits: number) => treasuryWayOf({ treasury: BigInt(credits) * CREDIT })
  expect(way(BASE_GRANT)).toMatchObject({ gained: 0n, left: 1_840n * CREDIT, thousandths: 0 })
  expect(way(2_920)).toMatchObject({ gained: 920n * CREDIT, left: 920n * CREDIT, thousandths: 500 })
  expect(treasuryWayOf({ treasury: BigInt(FAIR_SHARE) * CREDIT - 1n })).toMatchObject({ left: 1n, thousandths: 999 })
})

describe('the history', () => {
  const joined = {
    ...position(7),
    logIndex: 3,
    type: 'joined',
    walletId: 4,
    unlocked: 0n,
    granted: 1n,
    returned: 0n,
  } as const
  const scoreBy = (cause: ScoreItem['cause'], walletId: number) =>
    ({ ...position(7), type: 'score', cause, walletId, score: 1, members: 3, skillCounts: [] }) as CommunityHistoryItem

  test('tells a score with who came or left, each with their own', () => {
    const [own, other] = [scoreBy('Joined', 4), scoreBy('Joined', 5)]
    // Two who came in one transaction.
    expect(scoreWith(joined, [joined, other, own])).toBe(own)
    expect(scoreWith(joined, [joined, { ...own, transactionHash: '0x8' }])).toBeUndefined()
    const left = { ...position(7), type: 'left', walletId: 4, returned: 0n } as const
    expect(scoreWith(left, [left, scoreBy('Left', 4), own])).toMatchObject({ cause: 'Left' })
    expect(scoreWith(own, [own])).toBeUndefined()
  })

  test('tells every other score in its own right', () => {
    const told = ScoreCause.filter((cause) => isNews(scoreBy(cause, 1)))
    expect(told).toEqual(['SkillsChanged', 'LevelAdjusted', 'FairShareReached', 'Distribution'])
    expect(isNews(joined)).toBe(true)
  })
})

test('the address of the Town Hall takes what it knows only', () => {
  expect(parseHallSearch({ part: 'history', kind: 'people' })).toEqual({ part: 'history', kind: 'people' })
  expect(parseHallSearch({ part: 'cellar', kind: 3, x: 1 })).toEqual({})
})
