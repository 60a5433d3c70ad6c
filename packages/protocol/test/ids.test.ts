import fc from 'fast-check'
import { expect, test } from 'vitest'
import { communityIdOf, gigIdOf, gigNumberOf } from '../src/index.ts'
import { codeOf } from './errors.ts'

test('default', () => {
  expect(gigIdOf(1, 1)).toBe(16_777_217n)
  expect(communityIdOf(16_777_217n)).toBe(1)
  expect(gigNumberOf(16_777_217n)).toBe(1)
})

test('behavior: both parts come back', () => {
  const communityId = fc.integer({ min: 1, max: 2 ** 32 - 1 })
  const number = fc.integer({ min: 1, max: 2 ** 24 - 1 })
  fc.assert(
    fc.property(communityId, number, (community, n) => {
      const id = gigIdOf(community, n)
      expect([communityIdOf(id), gigNumberOf(id)]).toEqual([community, n])
    }),
  )
})

test.each([
  [0, 1],
  [2 ** 32, 1],
  [1, 0],
  [1, 2 ** 24],
  [1.5, 1],
  [-1, 1],
])('behavior: community %d and number %d are refused', (communityId, number) => {
  expect(codeOf(() => gigIdOf(communityId, number))).toBe('INVALID_ID')
})

test.each([0n, 1n, 1n << 24n, 1n << 64n, -1n])('behavior: %d is no id of a gig', (gigId) => {
  expect(codeOf(() => communityIdOf(gigId))).toBe('INVALID_ID')
  expect(codeOf(() => gigNumberOf(gigId))).toBe('INVALID_ID')
})
