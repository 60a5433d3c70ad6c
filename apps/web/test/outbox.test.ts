import { type RelayRequest, type Sent, TownError } from '@distributed-town/sdk'
import { IDBFactory } from 'fake-indexeddb'
import { expect, test } from 'vitest'
import { createOutbox } from '../src/outbox/outbox.ts'
import { createOutboxStore, type OutboxStore } from '../src/outbox/store.ts'

const OWNER = `0x${'a'.repeat(40)}` as const
const SENT: Sent = { transactionHash: `0x${'1'.repeat(64)}`, blockNumber: 7 }

const requestOf = (nonce: bigint): RelayRequest => ({
  request: {
    from: OWNER,
    to: `0x${'b'.repeat(40)}`,
    value: 0n,
    gas: 100_000n,
    nonce,
    deadline: 2_000_000_000,
    data: '0x12',
  },
  signature: '0x1234',
})

const start = (store: OutboxStore = createOutboxStore(new IDBFactory())) => ({
  store,
  outbox: createOutbox({ store, clock: () => 1000, firstDelay: 1 }),
})

const away = () => Promise.reject(new TownError('HTTP_UNREACHABLE'))

test('a request is on the disk before it is sent', async () => {
  const { store, outbox } = start()
  let kept: readonly unknown[] = []
  await outbox.send(requestOf(0n), async () => {
    kept = await store.list()
    return SENT
  })
  expect(kept).toMatchObject([{ status: 'sending', relayRequest: requestOf(0n) }])
  expect(await store.list()).toEqual([])
  expect(outbox.list()).toEqual([])
})

test('without an answer the same request is sent again, and its result is told once it is there', async () => {
  const { outbox } = start()
  let attempts = 0
  const shown: string[] = []
  outbox.subscribe(() =>
    shown.push(
      outbox
        .list()
        .map(({ status }) => status)
        .join(),
    ),
  )
  const sent = await outbox.send(requestOf(0n), () => {
    attempts += 1
    return attempts < 4 ? away() : Promise.resolve(SENT)
  })
  expect(sent).toEqual(SENT)
  expect(attempts).toBe(4)
  expect(shown).toContain('waiting')
  expect(outbox.list()).toMatchObject([{ status: 'done' }])
})

test.each(['HTTP_TIMEOUT', 'NOT_READY', 'RATE_LIMITED'] as const)('%s is waited for', async (code) => {
  const { outbox } = start()
  let attempts = 0
  const post = () => (attempts++ === 0 ? Promise.reject(new TownError(code)) : Promise.resolve(SENT))
  await expect(outbox.send(requestOf(0n), post)).resolves.toEqual(SENT)
})

test('a refusal is no reason to try again', async () => {
  const { store, outbox } = start()
  let attempts = 0
  const refused = outbox.send(requestOf(0n), () => {
    attempts += 1
    return Promise.reject(new TownError('NotSpendable', { spendable: 1n }))
  })
  await expect(refused).rejects.toMatchObject({ code: 'NotSpendable' })
  expect(attempts).toBe(1)
  expect(await store.list()).toEqual([])
})

test('the refusal of what had to wait is kept for who has left the page', async () => {
  const { outbox } = start()
  let attempts = 0
  const refused = outbox.send(requestOf(0n), () =>
    attempts++ === 0 ? away() : Promise.reject(new TownError('NotSpendable', { spendable: 1n })),
  )
  await expect(refused).rejects.toMatchObject({ code: 'NotSpendable' })
  expect(outbox.list()).toMatchObject([{ status: 'refused', error: { code: 'NotSpendable' } }])
  const [{ id } = { id: '' }] = outbox.list()
  await outbox.dismiss(id)
  expect(outbox.list()).toEqual([])
})

test('nonces go on from what waits, also while the node can not be asked', async () => {
  const { outbox } = start()
  const never = new Promise<Sent>(() => undefined)
  expect(await outbox.nextNonce(OWNER, async () => 5n)).toBe(5n)
  void outbox.send(requestOf(5n), () => never)
  await expect.poll(() => outbox.nextNonce(OWNER, away)).toBe(6n)
  void outbox.send(requestOf(6n), () => never)
  await expect.poll(() => outbox.nextNonce(OWNER, away)).toBe(7n)
  expect(await outbox.nextNonce(OWNER, async () => 5n)).toBe(7n)
  // The node knows better what others signed.
  expect(await outbox.nextNonce(OWNER, async () => 9n)).toBe(9n)
  await expect(outbox.nextNonce(`0x${'c'.repeat(40)}`, away)).rejects.toMatchObject({ code: 'HTTP_UNREACHABLE' })
})

test('what was done counts for the next nonce', async () => {
  const { outbox } = start()
  await outbox.nextNonce(OWNER, async () => 5n)
  await outbox.send(requestOf(5n), async () => SENT)
  expect(await outbox.nextNonce(OWNER, away)).toBe(6n)
})

test('they are sent in the order of their signing', async () => {
  const { outbox } = start()
  const order: string[] = []
  let attempts = 0
  await Promise.all([
    outbox.send(requestOf(0n), () => {
      order.push('first')
      return attempts++ < 3 ? away() : Promise.resolve(SENT)
    }),
    outbox.send(requestOf(1n), async () => {
      order.push('second')
      return SENT
    }),
  ])
  expect(order).toEqual(['first', 'first', 'first', 'first', 'second'])
})

test('what waits can be withdrawn, in this tab and in another', async () => {
  const { store, outbox } = start()
  let attempts = 0
  const sending = outbox.send(requestOf(0n), () => {
    attempts += 1
    return away()
  })
  const outcome = expect(sending).rejects.toMatchObject({ code: 'WITHDRAWN' })
  await expect.poll(() => outbox.list().length).toBe(1)
  const other = createOutbox({ store })
  const [{ id } = { id: '' }] = outbox.list()
  await other.withdraw(id)
  await outcome
  const before = attempts
  expect(await store.list()).toEqual([])
  outbox.wake()
  expect(attempts).toBe(before)
})

test('what is on its way can not be withdrawn', async () => {
  const { store, outbox } = start()
  let answer: (sent: Sent) => void = () => undefined
  const sending = outbox.send(requestOf(0n), () => new Promise((resolve) => (answer = resolve)))
  await expect.poll(async () => (await store.list()).length).toBe(1)
  const [{ id } = { id: '' }] = await store.list()
  await outbox.withdraw(id)
  expect(await store.list()).toHaveLength(1)
  answer(SENT)
  await expect(sending).resolves.toEqual(SENT)
})

test('the next page sends what this one left behind, as it was signed', async () => {
  const { store, outbox } = start()
  void outbox.send(requestOf(0n), () => new Promise<Sent>(() => undefined))
  void outbox.send(requestOf(1n), () => new Promise<Sent>(() => undefined))
  await expect.poll(async () => (await store.list()).length).toBe(2)
  const { outbox: next } = start(store)
  const posted: RelayRequest[] = []
  await next.resume(async ({ relayRequest }) => {
    posted.push(relayRequest)
    if (relayRequest.request.nonce === 1n) throw new TownError('REQUEST_EXPIRED')
    return SENT
  })
  expect(posted).toEqual([requestOf(0n), requestOf(1n)])
  expect(next.list()).toMatchObject([{ status: 'done' }, { status: 'refused', error: { code: 'REQUEST_EXPIRED' } }])
  // What is over is not sent a third time.
  const { outbox: third } = start(store)
  await third.resume(() => Promise.reject(new Error('sent again')))
  expect(third.list()).toHaveLength(2)
})

test('a browser that keeps nothing still sends', async () => {
  const store = createOutboxStore({
    open: () => {
      throw new DOMException('not here', 'InvalidStateError')
    },
  } as unknown as IDBFactory)
  const { outbox } = start(store)
  expect(await outbox.nextNonce(OWNER, async () => 3n)).toBe(3n)
  await expect(outbox.send(requestOf(3n), async () => SENT)).resolves.toEqual(SENT)
})
