import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createLimit } from '../src/limit.ts'

test('no more places are taken than there are, and everybody gets a turn in order', async () => {
  const limit = createLimit(4)
  let taken = 0
  let most = 0
  const started: number[] = []
  const work = (name: number, places: number) =>
    limit.enter(async () => {
      started.push(name)
      taken += places
      most = Math.max(most, taken)
      await turn()
      taken -= places
    }, places)
  await Promise.all([3, 2, 1, 4, 1, 0].map((places, name) => work(name, places)))
  expect(most).toBe(4)
  expect(started).toEqual([0, 1, 2, 3, 4, 5])
})

test('who needs more than there is gets all of it', async () => {
  expect(await createLimit(2).enter(async () => 'done', 9)).toBe('done')
})

test('a failure gives its place back', async () => {
  const limit = createLimit(1)
  await expect(limit.enter(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
  expect(await limit.enter(async () => 'next')).toBe('next')
})
