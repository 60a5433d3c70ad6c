import { isTownError } from '@distributed-town/protocol'
import { expect, test } from 'vitest'
import { createLanes } from '../src/relayer/lanes.ts'

const ALICE = '0x00000000000000000000000000000000000000AA'
const BOB = '0x00000000000000000000000000000000000000bb'

/** A forwarder whose nonce rises with each request that succeeds. */
const setUp = () => {
  const nonces = new Map<string, bigint>()
  let now = 0
  const log: string[] = []
  const lanes = createLanes({ readNonce: async (sender) => nonces.get(sender) ?? 0n, clock: () => now })
  const enter = (sender: typeof ALICE | typeof BOB, nonce: bigint, result: 'succeeds' | 'fails' = 'succeeds') =>
    lanes.enter(sender, nonce, async () => {
      log.push(`${sender === ALICE ? 'alice' : 'bob'} ${nonce} begins`)
      await new Promise((resolve) => setTimeout(resolve, 5))
      log.push(`${sender === ALICE ? 'alice' : 'bob'} ${nonce} ends`)
      if (result === 'fails') throw new Error('failed')
      nonces.set(sender, nonce + 1n)
      return nonce
    })
  return {
    ...lanes,
    enter,
    log,
    wait: (milliseconds: number) => {
      now += milliseconds
    },
  }
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'succeeded',
    (error: unknown) => (isTownError(error) ? error.code : String(error)),
  )

test('default', async () => {
  const { enter, nextNonce, idle } = setUp()
  expect(await enter(ALICE, 0n)).toBe(0n)
  expect(await nextNonce(ALICE)).toBe(1n)
  await idle()
})

test('behavior: requests of one sender run one after another by nonce, in whatever order they come', async () => {
  const { enter, log, nextNonce, idle } = setUp()
  const results = Promise.all([enter(ALICE, 2n), enter(ALICE, 0n), enter(ALICE, 1n)])
  expect(await nextNonce(ALICE)).toBe(3n)
  expect(await results).toEqual([2n, 0n, 1n])
  expect(log).toEqual([0, 1, 2].flatMap((nonce) => [`alice ${nonce} begins`, `alice ${nonce} ends`]))
  await idle()
})

test('behavior: senders do not wait for each other', async () => {
  const { enter, log } = setUp()
  await Promise.all([enter(ALICE, 0n), enter(BOB, 0n)])
  expect(log.slice(0, 2).toSorted()).toEqual(['alice 0 begins', 'bob 0 begins'])
})

test('error: a nonce that is used or under way', async () => {
  const { enter } = setUp()
  const running = enter(ALICE, 0n)
  expect(await codeOf(enter(ALICE, 0n))).toBe('STALE_NONCE')
  await running
  expect(await codeOf(enter(ALICE, 0n))).toBe('STALE_NONCE')
})

test('error: one that waited in vain for those before it', async () => {
  const { enter, wait, nextNonce } = setUp()
  const waiting = codeOf(enter(ALICE, 5n))
  expect(await nextNonce(ALICE)).toBe(0n)
  wait(10_000)
  expect(await waiting).toBe('STALE_NONCE')
  expect(await enter(ALICE, 0n)).toBe(0n)
})

test('error: a failure leaves the nonce to the next request', async () => {
  const { enter } = setUp()
  expect(await codeOf(enter(ALICE, 0n, 'fails'))).toBe('Error: failed')
  expect(await enter(ALICE, 0n)).toBe(0n)
})

test('error: too many at once', async () => {
  const { enter, wait } = setUp()
  const waiting = Array.from({ length: 32 }, (_, index) => codeOf(enter(ALICE, BigInt(index + 1))))
  expect(await codeOf(enter(ALICE, 99n))).toBe('RATE_LIMITED')
  wait(10_000)
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['STALE_NONCE']))
})
