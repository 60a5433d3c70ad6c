import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Answers, createAnswers } from '../../src/api/answers.ts'
import { createGroupRead } from '../../src/api/group-read.ts'
import type { Chain } from '../../src/chain/client.ts'
import { type Subject, storeChange } from '../../src/db/chain/changes.ts'
import { clearChain } from '../../src/db/chain/cursor.ts'
import { inTransaction } from '../../src/db/transaction.ts'
import { startTown, type Town } from '../relay/town.ts'

let town: Town
let answers: Answers
let time = 100
let made = 0

beforeAll(async () => {
  town = await startTown()
  // The first change that a process hears of touches everything.
  await touch('communities')
}, 60_000)
afterAll(() => town?.stop(), 60_000)
beforeEach(() => {
  made = 0
  time = 100
  answers = open()
})

const open = (): Answers => {
  const chain: Pick<Chain, 'time'> = { time: () => time }
  return createAnswers({ pool: town.pool, chain: chain as Chain }, { maxBytes: 50 })
}

const make =
  (...shows: readonly Subject[]) =>
  async () => {
    made += 1
    return { json: Buffer.from(`"${made}"`), shows }
  }
const get = async (key: string, how = make('community:1'), from = answers) => (await from.get(key, how)).toString()

/** As the indexer does with each range. */
const touch = (...touched: readonly Subject[]) => inTransaction(town.pool, (client) => storeChange(client, touched))
const touchAll = () => inTransaction(town.pool, (client) => storeChange(client, 'everything'))

test('an answer is kept until something that it shows is touched', async () => {
  const both = make('community:1', 'wallet:1')
  expect([await get('/a', both), await get('/a', both)]).toEqual(['"1"', '"1"'])
  expect(await get('/b', make('community:2'))).toBe('"2"')
  await touch('community:3', 'wallet:2', 'gigs:1')
  expect([await get('/a', both), await get('/b')]).toEqual(['"1"', '"2"'])
  await touch('wallet:1')
  expect([await get('/a', both), await get('/b')]).toEqual(['"3"', '"2"'])
  await touch('community:2')
  await touch('community:4')
  expect([await get('/a', both), await get('/b')]).toEqual(['"3"', '"4"'])
})

test('whoever asks after a commit gets nothing from before, in whatever process', async () => {
  const other = open()
  expect([await get('/a'), await get('/a', make('community:1'), other)]).toEqual(['"1"', '"2"'])
  await touch('community:1')
  expect([await get('/a'), await get('/a', make('community:1'), other)]).toEqual(['"3"', '"4"'])
})

test('everything goes with what undoes blocks, with a table that is read anew, and with many subjects at once', async () => {
  const many = Array.from({ length: 3_000 }, (_, i) => `wallet:${i + 10}` as const)
  for (const change of [touchAll, () => clearChain(town.pool), () => touch(...many)]) {
    const before = await get('/a')
    expect(await get('/a')).toBe(before)
    await change()
    expect(await get('/a')).not.toBe(before)
  }
})

test('who was away for longer than changes are kept forgets everything', async () => {
  expect(await get('/a')).toBe('"1"')
  await town.pool.query(
    `insert into chain.change (touched) select array['wallet:9'] from generate_series(1, 2000); delete from chain.change
      where version <= (select max(version) from chain.change) - 1000`,
  )
  expect(await get('/a')).toBe('"2"')
  await touch('wallet:9')
  expect(await get('/a')).toBe('"2"')
  // The database is another one.
  await town.pool.query('truncate chain.change restart identity')
  expect([await get('/a'), await get('/a')]).toEqual(['"3"', '"3"'])
  await touch('wallet:9')
  expect([await get('/a'), await get('/a')]).toEqual(['"4"', '"4"'])
  const { rows } = await town.pool.query('select count(*) from chain.change')
  expect(rows).toEqual([{ count: 1n }])
})

test('changes that nobody asks for any more go', async () => {
  for (let i = 0; i < 3; i++) {
    await town.pool.query(`insert into chain.change (touched) select array['wallet:9'] from generate_series(1, 1500)`)
    await touch('wallet:9')
  }
  const { rows } = await town.pool.query('select count(*) from chain.change')
  expect(rows).toEqual([{ count: 1_000n }])
})

test('what was read before a change is not kept after it, nor given to who asks then', async () => {
  const { promise: waiting, resolve: finish } = Promise.withResolvers<void>()
  const slow = (name: string) => async () => {
    await waiting
    return { json: Buffer.from(name), shows: ['community:1'] as const }
  }
  const early = [get('/a', slow('old')), get('/a', slow('not asked')), get('/b', slow('old b'))]
  await new Promise((resolve) => setTimeout(resolve, 50))
  await touch('community:1')
  const late = get('/a', slow('new'))
  finish()
  expect(await Promise.all([...early, late])).toEqual(['old', 'old', 'old b', 'new'])
  expect([await get('/a'), await get('/b')]).toEqual(['new', '"1"'])
})

test('an answer that time changes is kept until then', async () => {
  const until = async () => ({ ...(await make('community:1')()), changesAt: 200 })
  expect(await get('/a', until)).toBe('"1"')
  time = 199
  expect(await get('/a', until)).toBe('"1"')
  time = 200
  expect(await get('/a')).toBe('"2"')
})

test('failures are not kept, and the oldest answers make room', async () => {
  const fail = () => Promise.reject(new Error('no'))
  await expect(get('/a', fail)).rejects.toThrow('no')
  expect(await get('/a')).toBe('"1"')
  const large = async () => ({ json: Buffer.alloc(46), shows: [] })
  await get('/l', large)
  expect(await get('/a')).toBe('"2"')
})

test('many answers that have to be made leave the database time for those that are kept', async () => {
  expect(await get('/a')).toBe('"1"')
  const { promise: waiting, resolve: finish } = Promise.withResolvers<void>()
  let running = 0
  const slow = async () => {
    running += 1
    await waiting
    return await town.pool.query('select').then(make())
  }
  const all = Array.from({ length: 40 }, (_, i) => get(`/slow/${i}`, slow))
  await expect.poll(() => running).toBe(3)
  expect(await get('/a')).toBe('"1"')
  expect(running).toBe(3)
  finish()
  expect(new Set(await Promise.all(all)).size).toBe(40)
})

test('those who ask together share a read that began after they asked', async () => {
  let reads = 0
  let value = 'old'
  const read = createGroupRead(async () => {
    reads += 1
    const seen = value
    await new Promise((resolve) => setTimeout(resolve, 20))
    return seen
  })
  const first = read()
  value = 'new'
  const later = [read(), read(), read()]
  expect(await first).toBe('old')
  expect(await Promise.all(later)).toEqual(['new', 'new', 'new'])
  expect(reads).toBe(2)
  expect(await read()).toBe('new')
  expect(reads).toBe(3)
})
