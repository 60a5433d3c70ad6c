import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Answers, createAnswers } from '../../src/api/answers.ts'
import { createGroupRead } from '../../src/api/group-read.ts'
import type { Chain } from '../../src/chain/client.ts'
import { startTown, type Town } from '../relay/town.ts'

let town: Town
let answers: Answers
let time = 100
let made = 0

beforeAll(async () => {
  town = await startTown()
  await town.pool.query(
    `insert into chain.cursor (id, block_number, block_hash, block_time, finalized) values (1, 1, '0x01', 0, 1)`,
  )
}, 60_000)
afterAll(() => town.stop())
beforeEach(() => {
  made = 0
  time = 100
  const chain: Pick<Chain, 'time'> = { time: () => time }
  answers = createAnswers({ pool: town.pool, chain: chain as Chain }, { maxCharacters: 50 })
})

const make = async () => {
  made += 1
  return { json: `"${made}"` }
}
/** As the indexer does with each range. */
const index = (hash: string) => town.pool.query('update chain.cursor set block_hash = $1', [hash])

test('an answer is kept while the index stays, and made anew with the next block', async () => {
  expect([await answers.get('/a', make), await answers.get('/a', make)]).toEqual(['"1"', '"1"'])
  expect(await answers.get('/b', make)).toBe('"2"')
  await index('0x02')
  expect([await answers.get('/a', make), await answers.get('/a', make)]).toEqual(['"3"', '"3"'])
  // A reorg to a block of the same height.
  await index('0x02ff')
  expect(await answers.get('/a', make)).toBe('"4"')
})

test('what is made for one block is not kept for the next', async () => {
  const { promise: waiting, resolve: finish } = Promise.withResolvers<void>()
  const slow = answers.get('/a', async () => {
    await waiting
    return { json: '"old"' }
  })
  await new Promise((resolve) => setTimeout(resolve, 50))
  await index('0x03')
  expect(await answers.get('/b', make)).toBe('"1"')
  finish()
  expect(await slow).toBe('"old"')
  expect(await answers.get('/a', make)).toBe('"2"')
})

test('an answer that time changes is kept until then', async () => {
  const until = async () => ({ ...(await make()), changesAt: 200 })
  expect(await answers.get('/a', until)).toBe('"1"')
  time = 199
  expect(await answers.get('/a', until)).toBe('"1"')
  time = 200
  expect(await answers.get('/a', make)).toBe('"2"')
})

test('failures are not kept, and the oldest answers make room', async () => {
  const fail = () => Promise.reject(new Error('no'))
  await expect(answers.get('/a', fail)).rejects.toThrow('no')
  expect(await answers.get('/a', make)).toBe('"1"')
  const large = async () => ({ json: 'x'.repeat(46) })
  await answers.get('/l', large)
  expect(await answers.get('/a', make)).toBe('"2"')
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
