import { CREDIT } from '@distributed-town/sdk'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { creditsOverTime, toSteps } from '../src/features/wallet/credits-over-time.ts'
import { keptOf } from '../src/features/wallet/free-and-kept.ts'
import { meanOf, totalsOf } from '../src/features/wallet/partners.ts'
import { PERIODS, spanOf, statementOf } from '../src/features/wallet/period.ts'
import { formatMean, formatPoints } from '../src/lib/format.ts'
import { stepsPath } from '../src/lib/steps-path.ts'

/** Entries of a wallet, latest first: what moved, and the balance after it. */
const statements = fc
  .array(fc.record({ wait: fc.integer({ min: 0, max: 10_000_000 }), wish: fc.integer({ min: -3_000, max: 3_000 }) }))
  .map((moves) => {
    let [at, balance] = [1_600_000_000, 0n]
    const entries = moves.flatMap(({ wait, wish }) => {
      at += wait
      const amount = BigInt(wish) < -balance ? -balance : BigInt(wish)
      if (amount === 0n) return []
      balance += amount
      return [{ at, amount, balance }]
    })
    return entries.toReversed()
  })

describe('a statement of a period', () => {
  const spans = fc.tuple(fc.integer({ min: 0, max: 40_000_000 }), fc.integer({ min: 0, max: 40_000_000 }))

  test('adds up: what was there, came, went and is there', () => {
    fc.assert(
      fc.property(statements, spans, (all, [a, b]) => {
        const span = { from: 1_600_000_000 + Math.min(a, b), to: 1_600_000_000 + Math.max(a, b) }
        const { opening, received, given, closing } = statementOf(all, span)
        expect(opening + received - given).toBe(closing)
        expect(opening).toBe(all.find(({ at }) => at < span.from)?.balance ?? 0n)
        expect(closing).toBe(all.find(({ at }) => at < span.to)?.balance ?? 0n)
      }),
    )
  })

  test('begins where the one before ended', () => {
    fc.assert(
      fc.property(statements, fc.integer({ min: 0, max: 40_000_000 }), (all, middle) => {
        const at = 1_600_000_000 + middle
        const [before, after] = [statementOf(all, { from: 0, to: at }), statementOf(all, { from: at, to: Infinity })]
        expect(after.opening).toBe(before.closing)
        expect([...after.items, ...before.items]).toEqual(all)
      }),
    )
  })

  test('periods are months and years of the calendar, also over the turn of the year', () => {
    const now = new Date(2026, 0, 31, 12).getTime() / 1000
    const day = (seconds: number) => {
      const date = new Date(seconds * 1000)
      return [date.getFullYear(), date.getMonth() + 1, date.getDate()].join('-')
    }
    const spans = PERIODS.filter((period) => period !== 'all').map((period) => spanOf(period, now))
    expect(spans.map(({ from, to }) => [day(from), day(to)])).toEqual([
      ['2026-1-1', '2026-2-1'],
      ['2025-12-1', '2026-1-1'],
      ['2026-1-1', '2027-1-1'],
      ['2025-1-1', '2026-1-1'],
    ])
    expect(spanOf('all', now)).toEqual({ from: 0, to: Number.POSITIVE_INFINITY })
  })
})

describe('the line of the credits', () => {
  test('has one point for each moment, the last balance of it', () => {
    const entries = [
      { at: 20, balance: 5n },
      { at: 10, balance: 9n },
      { at: 10, balance: 4n },
    ]
    expect(creditsOverTime(entries)).toEqual([
      { at: 10, balance: 9n },
      { at: 20, balance: 5n },
    ])
  })

  test('stays in its plane and ends at its right edge', () => {
    fc.assert(
      fc.property(statements, (all) => {
        const { line } = stepsPath(toSteps(creditsOverTime(all)), { width: 600, height: 140, now: 1_900_000_000 })
        const numbers = [...line.matchAll(/[HV]?(\d+\.?\d*)/g)].map(([, number]) => Number(number))
        expect(numbers.every((number) => number >= 0 && number <= 600)).toBe(true)
        if (all.length > 0) expect(line.endsWith('H600')).toBe(true)
      }),
    )
  })

  test('goes in steps', () => {
    const points = [
      { at: 0, share: 0.5 },
      { at: 50, share: 1 },
    ]
    expect(stepsPath(points, { width: 600, height: 100, now: 100 })).toEqual({
      line: 'M0.0 50.0H300.0V0.0H600',
      area: 'M0.0 50.0H300.0V0.0H600V100H0Z',
    })
  })
})

test('what of a balance is kept, skill by skill', () => {
  const skills = [
    { skill: 10, level: 4, validated: false, rates: 2 },
    { skill: 11, level: 3, validated: true, rates: 6 },
    { skill: 4, level: 1, validated: false, rates: 0 },
  ]
  const kept = keptOf({ balance: 2_500n * CREDIT, spendable: 700n * CREDIT, locked: 48n * CREDIT, skills })
  expect(kept).toEqual({
    amount: 1_800n * CREDIT,
    forSkills: 48n * CREDIT,
    forValidation: 1_752n * CREDIT,
    skills: [
      { skill: 10, rates: 2, amount: 24n * CREDIT, missing: 3 },
      { skill: 4, rates: 0, amount: 24n * CREDIT, missing: 5 },
    ],
  })
  expect(kept.skills.reduce((sum, { amount }) => sum + amount, 0n)).toBe(kept.forSkills)
})

test('the work of all people together', () => {
  const work = (gigs: number, credits: bigint) => ({ gigs, credits, ratings: 0, sum: 0 })
  expect(
    totalsOf([
      { done: work(2, 30n), received: work(0, 0n) },
      { done: work(1, 6n), received: work(3, 90n) },
    ]),
  ).toEqual({ gigs: 6, earned: 36n, paid: 90n })
  expect(totalsOf([])).toEqual({ gigs: 0, earned: 0n, paid: 0n })
  // As levels: halves up.
  expect(meanOf({ ratings: 2, sum: 15 })).toBe(8)
  expect(meanOf({ ratings: 0, sum: 0 })).toBeUndefined()
})

test('means to one decimal, points with their sign', () => {
  expect(formatMean({ sum: 38, count: 5 }, 'en')).toBe('7.6')
  expect(formatMean({ sum: 25, count: 3 }, 'it')).toBe('8,3')
  expect([800, -1_250, 0].map((change) => formatPoints(change, 'en'))).toEqual(['+8', '\u221212.5', '0'])
})
