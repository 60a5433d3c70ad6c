import type { Gig } from '@distributed-town/sdk'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deadlineOf } from '../src/features/gigs/deadline.ts'
import { changeSearch, type GigsSearch, parseGigsSearch } from '../src/features/gigs/gigs-search.ts'
import { arrangeMarket, isFit } from '../src/features/gigs/market.ts'
import { mentionedSkills } from '../src/features/gigs/mentioned-skills.ts'

const NOW = 1_800_000_000
const DAY = 86_400
const wallet = { id: 1, skills: [{ skill: 10, level: 5, rates: 0, validated: false }] }

const STATES = [
  'Open',
  'Taken',
  'Submitted',
  'Completed',
  'Rated',
  'Settled',
  'Cancelled',
  'Disputed',
] as const satisfies readonly Gig['state'][]

const gigs = fc.array(
  fc.record({
    id: fc.bigInt({ min: 1n, max: 50n }),
    state: fc.constantFrom(...STATES),
    skill: fc.integer({ min: 9, max: 11 }),
    creator: fc.integer({ min: 1, max: 3 }),
    taker: fc.option(fc.integer({ min: 1, max: 3 })),
    since: fc.integer({ min: NOW - 30 * DAY, max: NOW }),
    deadline: fc.option(fc.integer({ min: NOW - 10 * DAY, max: NOW + 20 * DAY })),
  }),
  { maxLength: 30 },
) as unknown as fc.Arbitrary<Gig[]>

const searches: fc.Arbitrary<GigsSearch> = fc.record(
  {
    view: fc.constant('mine' as const),
    state: fc.constantFrom('underWay', 'ended', 'all'),
    skill: fc.integer({ min: 0, max: 35 }),
    mine: fc.constantFrom('offered', 'taken'),
    due: fc.constantFrom('overdue', 'soon'),
    q: fc.string({ minLength: 1, maxLength: 80 }).filter((text) => text.trim() !== ''),
  },
  { requiredKeys: [] },
)

const wordsOf =
  (titles: Readonly<Record<string, string>> = {}) =>
  (gig: Gig) => ({
    title: titles[String(gig.id)],
    skill: 'Gardening',
    people: ['Ada'],
  })

test('whatever is asked for, each gig stands in one place, and those that fit can be taken', () => {
  fc.assert(
    fc.property(gigs, searches, (all, search) => {
      const { fits, others } = arrangeMarket({ gigs: all, wallet, search, wordsOf: wordsOf(), now: NOW })
      for (const gig of fits) expect(isFit(gig, wallet)).toBe(true)
      for (const gig of others) expect(isFit(gig, wallet)).toBe(false)
      expect(new Set([...fits, ...others]).size).toBe(fits.length + others.length)
      for (const gig of [...fits, ...others]) {
        expect(all).toContain(gig)
        if (search.skill !== undefined) expect(gig.skill).toBe(search.skill)
        if (search.mine === 'offered') expect(gig.creator).toBe(1)
        if (search.mine === 'taken') expect(gig.taker).toBe(1)
        const at = deadlineOf(gig)?.at
        if (search.due === 'overdue') expect(at).toBeLessThanOrEqual(NOW)
        if (search.due === 'soon') expect(at).toBeGreaterThan(NOW)
      }
    }),
  )
})

test('all of them are there when nothing is asked for, and parts of the states add up', () => {
  fc.assert(
    fc.property(gigs, (all) => {
      const count = (state: GigsSearch['state']) => {
        const search = state === undefined ? {} : { state }
        const { fits, others } = arrangeMarket({ gigs: all, wallet, search, wordsOf: wordsOf(), now: NOW })
        return fits.length + others.length
      }
      expect(count('all')).toBe(all.length)
      expect(count(undefined) + count('underWay') + count('ended')).toBe(all.length)
    }),
  )
})

const gig = (id: number, changes: Partial<Gig> = {}) =>
  ({ id: BigInt(id), state: 'Open', skill: 10, creator: 2, taker: null, since: NOW, deadline: null, ...changes }) as Gig

const idsOf = (all: readonly Gig[], search: GigsSearch, titles?: Readonly<Record<string, string>>) => {
  const { fits, others, unreadable } = arrangeMarket({ gigs: all, wallet, search, wordsOf: wordsOf(titles), now: NOW })
  return { ids: [...fits, ...others].map(({ id }) => Number(id)), unreadable }
}

test('each word is looked for, without case and accents, in titles, skills and names', () => {
  const titles = { 1: 'Caffè e torte', 2: 'Prune the apple trees' }
  const all = [gig(1), gig(2), gig(3)]
  expect(idsOf(all, { q: 'CAFFE' }, titles)).toEqual({ ids: [1], unreadable: 1 })
  expect(idsOf(all, { q: ' trees  apple ' }, titles)).toEqual({ ids: [2], unreadable: 1 })
  expect(idsOf(all, { q: 'apple torte' }, titles).ids).toEqual([])
  expect(idsOf(all, { q: 'ada gardening' }, titles)).toEqual({ ids: [1, 2, 3], unreadable: 0 })
})

test('by deadline, the next one first', () => {
  const taken = { state: 'Taken', taker: 3 } as const
  const all = [
    gig(1, { ...taken, deadline: NOW + 3 * DAY }),
    gig(2, { ...taken, deadline: NOW - DAY }),
    gig(3, { ...taken, deadline: NOW + DAY }),
    gig(4, { ...taken, deadline: NOW + 8 * DAY }),
    gig(5),
    // To be reviewed within two weeks.
    gig(6, { state: 'Submitted', taker: 3, since: NOW - 12 * DAY }),
  ]
  expect(idsOf(all, { state: 'all', due: 'soon' }).ids).toEqual([3, 6, 1])
  expect(idsOf(all, { state: 'all', due: 'overdue' }).ids).toEqual([2])
})

test('the address of the list says what it shows, and nothing that is none', () => {
  fc.assert(
    fc.property(searches, (search) => {
      expect(parseGigsSearch({ ...search })).toEqual(search)
    }),
  )
  const odd = { view: 'x', state: 1, skill: 36, mine: true, due: 'never', q: '  ', other: 1 }
  expect(parseGigsSearch(odd)).toEqual({})
  expect(changeSearch({ q: 'a', skill: 3 }, { skill: undefined, due: 'soon' })).toEqual({ q: 'a', due: 'soon' })
})

test('skills that a text names', () => {
  const names = new Map([
    [7, 'Teaching'],
    [8, 'Company'],
    [10, 'Gardening'],
    [11, 'Cooking'],
    [0, 'Fun & Entertainment'],
    [2, 'Community Life'],
  ])
  const mentioned = (text: string) => mentionedSkills({ text, names })
  expect(mentioned('Cook soup, and prune the trees in the garden')).toEqual([10, 11])
  expect(mentioned('A computer that makes compost')).toEqual([])
  expect(mentioned('Teach us; some entertainment too')).toEqual([7, 0])
  expect(mentioned('An easy life in the community')).toEqual([])
  expect(mentionedSkills({ text: 'Curare il giardino', names: new Map([[10, 'Giardinaggio']]) })).toEqual([10])
})
