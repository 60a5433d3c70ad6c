import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CREDIT,
  completedPerMemberWeekBps,
  coverage,
  fiveNumbersOf,
  flowOf,
  GigState,
  gigsByState,
  giniBps,
  holdersOfHalf,
  isBelow48,
  MAX_MEMBERS,
  type Payment,
  ratioBps,
  SKILLS_PER_TEMPLATE,
  SUPPLY,
  scoreOf,
  scoresOf,
  skillCounts,
  velocityBps,
} from '../src/index.ts'

const amounts = fc.bigInt({ min: 0n, max: BigInt(SUPPLY) * CREDIT })
const holdings = fc.array(amounts, { minLength: 1, maxLength: 60 })

describe('a ratio', () => {
  test('default', () => {
    expect(ratioBps({ part: 1, whole: 3 })).toBe(3_333)
    expect(ratioBps({ part: 143n * CREDIT, whole: 100n * CREDIT })).toBe(14_300)
  })

  test('behavior: of nothing there is none', () => {
    expect(ratioBps({ part: 0, whole: 0 })).toBeNull()
    expect(ratioBps({ part: 5n, whole: 0n })).toBeNull()
  })

  test('behavior: the largest whole number below the fraction, whatever its parts', () => {
    fc.assert(
      fc.property(amounts, fc.bigInt({ min: 1n, max: 10n ** 30n }), (part, whole) => {
        const ratio = BigInt(ratioBps({ part, whole }) ?? -1)
        if (ratio === BigInt(Number.MAX_SAFE_INTEGER)) {
          expect(part * 10_000n).toBeGreaterThanOrEqual(ratio * whole)
        } else {
          expect(ratio * whole <= part * 10_000n && part * 10_000n < (ratio + 1n) * whole).toBe(true)
        }
      }),
    )
  })

  test('behavior: a velocity beyond what a number holds exactly is told as the most that it does', () => {
    expect(velocityBps({ turnover: BigInt(SUPPLY) * CREDIT, held: 1n })).toBe(Number.MAX_SAFE_INTEGER)
  })
})

describe('Gini', () => {
  /** By its definition: half of the mean difference of all ordered pairs, of the mean. */
  const byPairs = (held: readonly bigint[]): bigint => {
    const n = BigInt(held.length)
    const sum = held.reduce((all, one) => all + one, 0n)
    const differences = held
      .flatMap((a) => held.map((b) => (a > b ? a - b : b - a)))
      .reduce((all, one) => all + one, 0n)
    return sum === 0n ? 0n : (10_000n * differences) / (2n * n * sum)
  }

  test('default', () => {
    expect(giniBps([1n, 2n, 3n, 4n])).toBe(2_500)
    expect(giniBps([0n, 0n, 0n, 9n])).toBe(7_500)
  })

  test('behavior: nobody has none, and where all have the same it is 0', () => {
    expect(giniBps([])).toBeNull()
    expect(giniBps([0n, 0n])).toBe(0)
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: MAX_MEMBERS }), (held, n) => {
        expect(giniBps(Array.from({ length: n }, () => held))).toBe(0)
      }),
    )
  })

  test('behavior: as its definition by pairs says, exactly', () => {
    fc.assert(
      fc.property(holdings, (held) => {
        expect(giniBps(held)).toBe(Number(byPairs(held)))
      }),
    )
  })

  test('behavior: between 0 and (n − 1) / n, and the same in any order, in any unit and of any number of copies', () => {
    fc.assert(
      fc.property(holdings, fc.bigInt({ min: 1n, max: CREDIT }), (held, unit) => {
        const gini = giniBps(held) ?? -1
        expect(gini).toBeGreaterThanOrEqual(0)
        expect(gini).toBeLessThanOrEqual((10_000 * (held.length - 1)) / held.length)
        expect(giniBps(held.toReversed())).toBe(gini)
        expect(giniBps(held.map((one) => one * unit))).toBe(gini)
        expect(giniBps([...held, ...held])).toBe(gini)
      }),
    )
  })

  test('behavior: what one gives to somebody who has less, without changing places, never makes it more', () => {
    fc.assert(
      fc.property(holdings, fc.nat(), fc.nat(), amounts, (held, i, j, amount) => {
        const [from, to] = [i % held.length, j % held.length]
        const [rich, poor] = [held[from] ?? 0n, held[to] ?? 0n]
        fc.pre(rich > poor)
        const given = amount % ((rich - poor) / 2n + 1n)
        const after = held.map((one, k) => (k === from ? one - given : k === to ? one + given : one))
        expect(giniBps(after)).toBeLessThanOrEqual(giniBps(held) ?? -1)
      }),
    )
  })
})

describe('holders of half', () => {
  test('default', () => {
    expect(holdersOfHalf([10n, 10n, 10n, 10n])).toBe(2)
    expect(holdersOfHalf([1n, 1n, 1n])).toBe(2)
    expect(holdersOfHalf([5n, 3n, 2n])).toBe(1)
    expect(holdersOfHalf([0n, 7n])).toBe(1)
  })

  test('behavior: where nobody has anything there are none', () => {
    expect([holdersOfHalf([]), holdersOfHalf([0n, 0n])]).toEqual([0, 0])
  })

  test('behavior: so many of the richest have at least half, and one less has not', () => {
    fc.assert(
      fc.property(holdings, (held) => {
        const sum = held.reduce((all, one) => all + one, 0n)
        fc.pre(sum > 0n)
        const richest = held.toSorted((a, b) => (a > b ? -1 : a < b ? 1 : 0))
        const has = (n: number) => richest.slice(0, n).reduce((all, one) => all + one, 0n)
        const n = holdersOfHalf(held)
        expect([2n * has(n) >= sum, 2n * has(n - 1) >= sum]).toEqual([true, false])
      }),
    )
  })
})

describe('flow', () => {
  const payments: fc.Arbitrary<Payment[]> = fc.array(
    fc.record({ payer: fc.integer({ min: 1, max: 5 }), payee: fc.integer({ min: 1, max: 5 }), credits: amounts }),
  )

  test('default', () => {
    const flow = flowOf([
      { payer: 1, payee: 2, credits: 6n },
      { payer: 1, payee: 3, credits: 4n },
    ])
    expect(flow).toEqual({ turnover: 10n, payers: new Set([1]), payees: new Set([2, 3]) })
  })

  test('behavior: what somebody sends to oneself, or of nothing, goes nowhere', () => {
    const nothing = { turnover: 0n, payers: new Set(), payees: new Set() }
    expect(flowOf([{ payer: 1, payee: 1, credits: 6n }])).toEqual(nothing)
    expect(flowOf([{ payer: 1, payee: 2, credits: 0n }])).toEqual(nothing)
    expect(flowOf([])).toEqual(nothing)
  })

  test('behavior: of two lists together it is the sum and the union, and somebody paid exactly when somebody earned', () => {
    fc.assert(
      fc.property(payments, payments, (some, others) => {
        const [a, b, all] = [flowOf(some), flowOf(others), flowOf([...some, ...others])]
        expect(all.turnover).toBe(a.turnover + b.turnover)
        expect(all.payers).toEqual(new Set([...a.payers, ...b.payers]))
        expect(all.payees).toEqual(new Set([...a.payees, ...b.payees]))
        expect([all.payers.size > 0, all.payees.size > 0]).toEqual([all.turnover > 0n, all.turnover > 0n])
      }),
    )
  })
})

test('velocity, default', () => {
  expect(velocityBps({ turnover: 2_800n * CREDIT, held: 2_000n * CREDIT })).toBe(14_000)
  expect(velocityBps({ turnover: 0n, held: 2_000n * CREDIT })).toBe(0)
  expect(velocityBps({ turnover: 1n, held: 0n })).toBeNull()
})

test('completed gigs a member and week, default', () => {
  expect(completedPerMemberWeekBps({ completed: 12, members: 6, days: 14 })).toBe(10_000)
  expect(completedPerMemberWeekBps({ completed: 1, members: 24, days: 30 })).toBe(97)
  expect(completedPerMemberWeekBps({ completed: 0, members: 0, days: 30 })).toBeNull()
})

test('gigs by state: every state is there, and each gig once', () => {
  const states = fc.array(fc.constantFrom(...GigState))
  fc.assert(
    fc.property(states, (all) => {
      const counts = gigsByState(all.map((state) => ({ state })))
      expect(Object.keys(counts)).toEqual([...GigState])
      for (const state of GigState) expect(counts[state]).toBe(all.filter((one) => one === state).length)
      expect(gigsByState(GigState.map((state) => ({ state, count: counts[state] })))).toEqual(counts)
    }),
  )
})

describe('five numbers', () => {
  test('default', () => {
    expect(fiveNumbersOf([40, 10, 30, 20])).toEqual({
      min: 10,
      lowerQuartile: 17,
      median: 25,
      upperQuartile: 32,
      max: 40,
    })
    expect(fiveNumbersOf([7])).toEqual({ min: 7, lowerQuartile: 7, median: 7, upperQuartile: 7, max: 7 })
    expect(fiveNumbersOf([])).toBeNull()
  })

  test('behavior: in their order, and at least a quarter of the values on either side of each quartile', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1 }), (values) => {
        const five = fiveNumbersOf(values)
        if (!five) throw new Error('there are values')
        const ordered = [five.min, five.lowerQuartile, five.median, five.upperQuartile, five.max]
        expect(ordered).toEqual(ordered.toSorted((a, b) => a - b))
        expect([five.min, five.max]).toEqual([Math.min(...values), Math.max(...values)])
        for (const [quarters, value] of ordered.entries()) {
          // Rounded down: the exact quartile is less than one above.
          const below = values.filter((one) => one < value + 1).length
          const above = values.filter((one) => one >= value).length
          expect(4 * below).toBeGreaterThanOrEqual(quarters * (values.length - 1))
          expect(4 * above).toBeGreaterThanOrEqual((4 - quarters) * (values.length - 1))
        }
      }),
    )
  })
})

describe('scores', () => {
  const people = fc.array(
    fc.uniqueArray(fc.integer({ min: 0, max: SKILLS_PER_TEMPLATE - 1 }), { minLength: 1, maxLength: 3 }),
    { maxLength: MAX_MEMBERS },
  )
  const townOf = (skills: readonly (readonly number[])[], hasScore: boolean) => {
    const counts = skillCounts(skills)
    const members = skills.length
    return { members, skillCounts: counts, score: hasScore ? scoreOf({ ...coverage(counts), members }) : null }
  }

  test('default', () => {
    const alike = townOf([[0], [0], [0]], true)
    const varied = townOf([[0], [1], [2]], true)
    expect(scoresOf([alike, varied])).toEqual({
      towns: 2,
      below48: 1,
      spread: { min: 1_666, lowerQuartile: 2_499, median: 3_333, upperQuartile: 4_166, max: 5_000 },
    })
  })

  test('behavior: a town that has not begun, or that all have left, is not among them', () => {
    const none = { towns: 0, below48: 0, spread: null }
    expect(scoresOf([])).toEqual(none)
    expect(scoresOf([townOf([[0], [1]], false), townOf([], true)])).toEqual(none)
  })

  test('behavior: whether a town is under 48 is decided on the fraction', () => {
    // 47.99… and 48 both: 6 × 12 / 25 is 48 exactly.
    expect(isBelow48({ unique: 6, total: 25, members: 12 })).toBe(false)
    fc.assert(
      fc.property(fc.array(fc.tuple(people, fc.boolean())), (all) => {
        const towns = all.map(([skills, hasScore]) => townOf(skills, hasScore))
        const meant = towns.filter(({ members, score }) => members > 0 && score !== null)
        const { towns: count, below48, spread } = scoresOf(towns)
        expect(count).toBe(meant.length)
        expect(below48).toBe(meant.filter((town) => isBelow48({ ...coverage(town.skillCounts), ...town })).length)
        expect(spread).toEqual(fiveNumbersOf(meant.map(({ score }) => score ?? -1)))
      }),
    )
  })
})
