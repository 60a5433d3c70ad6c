import { isTownError } from '@distributed-town/protocol'
import { expect, test } from 'vitest'
import type { Job } from '../src/relayer/job.ts'
import { createLanes } from '../src/relayer/lanes.ts'

const ALICE = '0x00000000000000000000000000000000000000AA'
const BOB = '0x00000000000000000000000000000000000000bb'

const job = (sender: typeof ALICE | typeof BOB, nonce: bigint, { gas = 1n, until = 100 } = {}): Job => ({
  request: { from: sender, to: sender, value: 0n, gas, nonce, deadline: 0, data: '0x' },
  signature: '0x',
  digest: `0x${nonce}`,
  sender,
  origin: '127.0.0.1',
  until,
  resolve: () => undefined,
  reject: () => undefined,
})

const setUp = (jobs: readonly Job[]) => {
  const lanes = createLanes()
  for (const each of jobs) lanes.add(each)
  const take = (mostGas = 1_000n) =>
    lanes.take({ mostGas }).map(({ sender, request }) => `${sender === ALICE ? 'alice' : 'bob'} ${request.nonce}`)
  return { ...lanes, take }
}

const codeOf = (act: () => void) => {
  try {
    act()
    return 'no error'
  } catch (error) {
    return isTownError(error) ? error.code : String(error)
  }
}

test('default: of each sender those with nonces in a row, in whatever order they came', () => {
  const { take } = setUp([job(ALICE, 3n), job(BOB, 0n), job(ALICE, 2n), job(ALICE, 5n)])
  expect(take()).toEqual(['alice 2', 'alice 3', 'bob 0'])
})

test('behavior: they stay until they are removed', () => {
  const [first, second] = [job(ALICE, 0n), job(ALICE, 1n)]
  const { take, remove, isEmpty, has } = setUp([first, second])
  take()
  expect(take()).toEqual(['alice 0', 'alice 1'])
  remove(first)
  expect([has(ALICE, 0n), has(ALICE, 1n), isEmpty()]).toEqual([false, true, false])
  remove(second)
  expect(isEmpty()).toBe(true)
})

test('behavior: what the chain said decides who is next, until it is forgotten', () => {
  const { take, learn, forget } = setUp([job(ALICE, 3n), job(ALICE, 4n)])
  learn(ALICE, 2n)
  expect(take()).toEqual([])
  learn(ALICE, 4n)
  expect(take()).toEqual(['alice 4'])
  forget()
  expect(take()).toEqual(['alice 3', 'alice 4'])
})

test('behavior: what does not fit waits, and its sender comes first then', () => {
  const jobs = [job(ALICE, 0n, { gas: 6n }), job(BOB, 0n, { gas: 3n }), job(BOB, 1n, { gas: 3n })]
  const { take, remove } = setUp(jobs)
  expect(take(10n)).toEqual(['alice 0', 'bob 0'])
  for (const each of jobs.slice(0, 2)) remove(each)
  expect(take(10n)).toEqual(['bob 1'])
})

test('error: a nonce that is under way', () => {
  const { add } = setUp([job(ALICE, 0n)])
  expect(codeOf(() => add(job(ALICE, 0n)))).toBe('STALE_NONCE')
  expect(codeOf(() => add(job(BOB, 0n)))).toBe('no error')
})

test('error: one that waited in vain for those before it; others wait as long as it takes', () => {
  const { takeLate, learn, has } = setUp([job(ALICE, 0n), job(ALICE, 1n), job(ALICE, 5n), job(BOB, 7n)])
  learn(ALICE, 0n)
  expect(takeLate(100)).toEqual([])
  expect(takeLate(101).map(({ job: { request }, next }) => [request.nonce, next])).toEqual([[5n, 0n]])
  // Nobody has looked for Bob yet.
  expect([has(ALICE, 0n), has(ALICE, 1n), has(ALICE, 5n), has(BOB, 7n)]).toEqual([true, true, false, true])
})

test('error: too many at once', () => {
  const { add } = setUp(Array.from({ length: 32 }, (_, nonce) => job(ALICE, BigInt(nonce))))
  expect(codeOf(() => add(job(ALICE, 99n)))).toBe('RATE_LIMITED')
  expect(codeOf(() => add(job(BOB, 99n)))).toBe('no error')
})

test('behavior: of a sender whose request is held nothing is taken from there on, and nothing is late', () => {
  const [first, second, third] = [job(ALICE, 0n), job(ALICE, 1n), job(ALICE, 2n)]
  const { take, hold, remove, learn, takeLate, isEmpty } = setUp([first, second, third, job(BOB, 0n)])
  hold(second)
  expect(take()).toEqual(['alice 0', 'bob 0'])
  remove(first)
  expect(take()).toEqual(['bob 0'])
  learn(ALICE, 2n)
  expect(takeLate(1_000)).toEqual([])
  remove(second)
  expect(take()).toEqual(['alice 2', 'bob 0'])
  expect(isEmpty()).toBe(false)
})
