import { expect, test } from 'vitest'
import { createSlots } from '../src/slots.ts'

test('one address has its places, all together theirs', () => {
  const slots = createSlots({ inAll: 3, perAddress: 2 })
  const [first, second] = [slots.enter('a'), slots.enter('a')]
  expect([typeof first, typeof second]).toEqual(['function', 'function'])
  expect(slots.enter('a')).toBe('ownTaken')
  expect(typeof slots.enter('b')).toBe('function')
  expect(slots.enter('c')).toBe('allTaken')
  if (typeof first !== 'function') throw new Error('there was no place')
  first()
  // Given back once, whoever says so again.
  first()
  expect(slots.taken()).toBe(2)
  expect(typeof slots.enter('a')).toBe('function')
  expect(slots.enter('a')).toBe('ownTaken')
})
