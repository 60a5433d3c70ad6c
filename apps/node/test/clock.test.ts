import { beforeEach, expect, test } from 'vitest'
import { createSteadyClock } from '../src/clock.ts'

const MINUTE = 60_000
const YEAR = 365 * 24 * 60 * MINUTE
const START = 1_900_000_000_000

let real: number
let shown: number
let clock: () => number

const pass = (milliseconds: number) => {
  real += milliseconds
  shown += milliseconds
}

beforeEach(() => {
  real = 0
  shown = START
  clock = createSteadyClock({ wall: () => shown, elapsed: () => real })
})

test('default: the clock of the machine', () => {
  pass(1234)
  expect(clock()).toBe(START + 1234)
  // It is set right by a little, now and then.
  for (let times = 0; times < 100; times += 1) {
    pass(MINUTE)
    shown -= 50_000
    expect(clock()).toBe(shown)
  }
})

test.each([YEAR, -YEAR])('behavior: a jump by %d that is taken back leaves no trace', (jump) => {
  shown += jump
  for (let minutes = 1; minutes < 10; minutes += 1) {
    expect(clock()).toBe(START + real)
    pass(MINUTE)
  }
  shown -= jump
  expect(clock()).toBe(START + real)
  // Another one begins anew.
  pass(5 * MINUTE)
  shown += jump
  expect(clock()).toBe(START + real)
  pass(9 * MINUTE)
  expect(clock()).toBe(START + real)
})

test.each([YEAR, -YEAR])('behavior: a jump by %d that lasts is believed', (jump) => {
  clock()
  shown += jump
  expect(clock()).toBe(START)
  pass(10 * MINUTE)
  expect(clock()).toBe(shown)
  pass(MINUTE)
  expect(clock()).toBe(shown)
})

test('behavior: a clock that jumps about is not believed', () => {
  for (let minutes = 0; minutes < 60; minutes += 1) {
    shown += (minutes % 2 === 0 ? 1 : -1) * YEAR
    if (minutes % 5 === 0) shown += 10 * MINUTE
    expect(Math.abs(clock() - START - real)).toBeLessThan(YEAR / 2)
    pass(MINUTE)
  }
})
