import { GigState, gigsByState, type Pulse } from '@distributed-town/sdk'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evenHolders, gigRowsOf, hasBegun, paceOf, roundsOf, sharesOf, weeksFrom } from '../src/features/pulse/pulse.ts'

const WEEK = 604_800
const START = 100 * WEEK

const weeksOf = (completed: readonly number[]): Pulse['weeks'] =>
  completed.map((count, i) => ({ from: START + i * WEEK, completed: count, turnover: BigInt(count) * 6n }))

test('a pulse begins with the first completed gig, or with the first credits that somebody sent', () => {
  const open = gigsByState([{ state: 'Open' }, { state: 'Submitted' }, { state: 'Cancelled' }, { state: 'Settled' }])
  expect(hasBegun({ gigs: open, weeks: weeksOf([0, 0]) })).toBe(false)
  expect(hasBegun({ gigs: { ...open, Completed: 1 }, weeks: weeksOf([0]) })).toBe(true)
  expect(hasBegun({ gigs: { ...open, Rated: 1 }, weeks: weeksOf([0]) })).toBe(true)
  expect(hasBegun({ gigs: open, weeks: [{ from: START, completed: 0, turnover: 1n }] })).toBe(true)
})

test('a pace is told as people count: so many a week, or one in so many weeks, which are two at least', () => {
  expect(paceOf({ completedPerMemberWeekBps: null })).toBeUndefined()
  expect(paceOf({ completedPerMemberWeekBps: 0 })).toBeUndefined()
  expect(paceOf({ completedPerMemberWeekBps: 192 })).toBeUndefined()
  expect(paceOf({ completedPerMemberWeekBps: 12_000 })).toEqual({ often: 12_000 })
  expect(paceOf({ completedPerMemberWeekBps: 1_250 })).toEqual({ weeks: 8 })
  fc.assert(
    fc.property(fc.integer({ min: 193, max: 100_000 }), (bps) => {
      const pace = paceOf({ completedPerMemberWeekBps: bps })
      if (pace?.weeks === undefined) {
        expect(pace).toEqual({ often: bps })
        return
      }
      expect(pace.weeks).toBeGreaterThanOrEqual(2)
      expect(Math.abs(pace.weeks - 10_000 / bps)).toBeLessThanOrEqual(0.5)
    }),
  )
})

test('a velocity is so many times, or where it is less than one so many of a hundred', () => {
  expect(roundsOf({ velocityBps: null })).toBeUndefined()
  expect(roundsOf({ velocityBps: 0 })).toBeUndefined()
  expect(roundsOf({ velocityBps: 14_000 })).toEqual({ times: 14_000 })
  expect(roundsOf({ velocityBps: 630 })).toEqual({ ofHundred: 63_000 })
})

test('the weeks before a town was founded are not shown, and the week of its founding is', () => {
  const weeks = weeksOf([0, 0, 1, 0])
  expect(weeksFrom(weeks, START - 1)).toEqual(weeks)
  expect(weeksFrom(weeks, START + 1.5 * WEEK)).toEqual(weeks.slice(1))
  expect(weeksFrom(weeks, START + 2 * WEEK)).toEqual(weeks.slice(2))
  // Founded by a clock that is ahead of this one.
  expect(weeksFrom(weeks, START + 9 * WEEK)).toEqual(weeks.slice(3))
})

test('for the network weeks begin with the first in which something was done', () => {
  expect(weeksFrom(weeksOf([0, 0, 1, 0]), undefined)).toEqual(weeksOf([0, 0, 1, 0]).slice(2))
  expect(weeksFrom(weeksOf([0, 0]), undefined)).toEqual([])
})

test('the highest value has room over it, and nothing is at the bottom', () => {
  expect(sharesOf([0, 0])).toEqual([0, 0])
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1 }), (values) => {
      const shares = sharesOf(values)
      const highest = Math.max(...values)
      for (const [i, share] of shares.entries()) {
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThan(1)
        if (values[i] === highest && highest > 0) expect(share).toBe(Math.max(...shares))
      }
    }),
  )
})

test('every gig is in one row, but for those that do not exist', () => {
  const states = fc.array(fc.constantFrom(...GigState.filter((state) => state !== 'None')))
  fc.assert(
    fc.property(states, (all) => {
      const rows = gigRowsOf(gigsByState(all.map((state) => ({ state }))))
      expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(all.length)
      expect(rows.every(({ count }) => count > 0)).toBe(true)
      expect(new Set(rows.map(({ state }) => state)).size).toBe(rows.length)
    }),
  )
})

test('half of the credits are with half of the members if all have the same', () => {
  expect([1, 2, 3, 24].map(evenHolders)).toEqual([1, 1, 2, 12])
})
