import { expect, test } from 'vitest'
import { createRangeSize } from '../../src/indexer/range-size.ts'

test('a limit is found, kept and tried again later', () => {
  const limit = 777
  const size = createRangeSize()
  let refused = 0
  for (let i = 0; i < 100; i++) {
    if (size.blocks() > limit) {
      refused += 1
      expect(size.shrink()).toBe(true)
    } else size.grow(0)
  }
  expect(refused).toBeGreaterThan(1)
  expect(refused).toBeLessThan(8)
  expect(size.blocks()).toBeGreaterThan(limit / 3)
  expect(size.blocks()).toBeLessThanOrEqual(limit)
})

test('one block is the least', () => {
  const size = createRangeSize()
  while (size.blocks() > 1) expect(size.shrink()).toBe(true)
  expect(size.shrink()).toBe(false)
  expect(size.blocks()).toBe(1)
  size.grow(0)
  expect(size.blocks()).toBe(1)
})

test('busy blocks are read in short ranges, quiet ones in long ranges', () => {
  const size = createRangeSize()
  for (let i = 0; i < 50; i++) size.grow(size.blocks() * 1_000)
  expect(size.blocks()).toBeLessThan(20)
  for (let i = 0; i < 50; i++) size.grow(0)
  expect(size.blocks()).toBeGreaterThan(5_000)
})
