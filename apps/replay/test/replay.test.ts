import {
  communityAbi,
  createTown,
  getWallet,
  listCommunities,
  listGigs,
  SUPPLY,
  type Town,
} from '@distributed-town/sdk'
import { createPublicClient, http, parseEther } from 'viem'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestNode, type TestNode } from '../../node/test/node.ts'
import { planTown } from '../src/plan-town.ts'
import { readTowns } from '../src/read-towns.ts'
import { formatReport, townsThatDiffer } from '../src/report.ts'
import { type ReplayResult, runReplay } from '../src/run.ts'
import { THREE_TOWNS } from './three-towns.ts'

// Three invented towns on a real node. What the replay says is compared with what chain and API say.

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const plans = readTowns({ file: THREE_TOWNS }).map((town) => planTown(town, { seed: '5' }))

let node: TestNode
let town: Town
let result: ReplayResult

beforeAll(async () => {
  node = await startTestNode()
  town = createTown({ url: node.url })
  result = await runReplay({ url: node.url, plans, signal: new AbortController().signal, onProgress: () => undefined })
})
afterAll(async () => {
  await node?.stop()
})

test('everybody lives in the town of the plan', async () => {
  const { items } = await listCommunities(town)
  const sizes = Object.fromEntries(items.map(({ name, members }) => [name, members]))
  expect(sizes).toEqual({ 'Replayed town 1': 3, 'Replayed town 2': 4, 'Replayed town 3': 3 })
  expect(result.towns.map(({ joined }) => joined)).toEqual([3, 4, 3])
})

test('every gig is done and rated, or counted with its reason', async () => {
  expect(result.towns.map(({ wanted, done }) => [wanted, done])).toEqual([
    [0, 0],
    [7, 7],
    [12, 1],
  ])
  // A newcomer can spend 240 credits, which is one lesson of the size wanted.
  expect(result.towns.map(({ notDone }) => Object.fromEntries(notDone))).toEqual([{}, {}, { NotSpendable: 11 }])
  for (const { communityId = 0, done } of result.towns) {
    const { items } = await listGigs(town, { communityId })
    expect(items.map(({ state }) => state)).toEqual(Array(done).fill('Rated'))
  }
})

test('the gigs are those of the plan, with their ratings', async () => {
  const [, { gigs: planned = [] } = {}] = plans
  const [, { communityId = 0, state } = {}] = result.towns
  const walletIds = state?.roster.map(({ walletId }) => walletId).sort((a, b) => a - b) ?? []
  const { items } = await listGigs(town, { communityId })
  const done = items.map(({ creator, skill, commitment, rating }) => ({ creator, skill, commitment, rating }))
  expect(done).toHaveLength(planned.length)
  expect(done).toEqual(
    expect.arrayContaining(
      planned
        // Whose wallet has which id depends on who was faster, but for the first three.
        .filter(({ creator }) => creator < 3)
        .map(({ creator, skill, commitment, rating }) => ({ creator: walletIds[creator], skill, commitment, rating })),
    ),
  )
})

test('five rates of two neighbours validate the cook', async () => {
  const validated = result.towns.flatMap(({ state }) => state?.roster.filter((member) => member.validated) ?? [])
  expect(validated).toHaveLength(1)
  const { ratings } = await getWallet(town, { walletId: validated[0]?.walletId ?? 0 })
  expect(ratings).toMatchObject([{ count: 5, pending: 0 }])
  expect(result.towns[1]).toMatchObject({ ratings: 7, ratingsCounted: 7 })
})

test('the books are those of the chain, and each town sums to 96,000', async () => {
  const client = createPublicClient({ transport: http(`${node.url}/rpc`) })
  expect(result.books.size).toBe(3)
  for (const { town: number, state } of result.towns) {
    const books = result.books.get(number)
    const { address = '0x', roster = [] } = state ?? {}
    const contract = { address, abi: communityAbi } as const
    const { vault, treasury, escrow } = await client.readContract({ ...contract, functionName: 'state' })
    expect(books).toMatchObject({ vault, treasury, escrow, sum: parseEther(String(SUPPLY)) })
    // What members have, once more by the index, which adds up events.
    expect(books?.members).toBe(roster.reduce((sum, { balance }) => sum + balance, 0n))
  }
  expect(townsThatDiffer(result)).toEqual([])
})

test('the report says it', () => {
  const text = formatReport({ ...result, seconds: 5 })
  expect(text).toBe(`Towns          3 founded of 3
Past founding  0
Residents      10 of 10
               1 with a kind of work that the table of skills doesn't know
Validated      1 wallets
Gigs wanted    19
done           8, of them 0 smaller than wanted
not done       11
  11 NotSpendable: the creator could not afford even the smallest
Ratings        8, of them 8 count
Actions        50 in 5.0 s, 10.0 a second
Credits        vault + treasury + escrow + members = 96,000, read from the chain: 3 of 3 towns
`)
})

test('a town that differs is told', () => {
  const books = new Map(result.books)
  const right = books.get(2)
  if (!right) throw new Error('town 2 has no books')
  books.set(2, { ...right, members: right.members - 1n, sum: right.sum - 1n })
  expect(townsThatDiffer({ books })).toEqual([2])
  const text = formatReport({ ...result, books })
  expect(text).toContain('read from the chain: 2 of 3 towns\n  TOWN 2 DIFFERS: ')
  expect(text).toMatch(/= 95999\.9{18}\n$/)
})

test('a replay that is stopped says so', async () => {
  const stopped = runReplay({ url: node.url, plans, signal: AbortSignal.abort(), onProgress: () => undefined })
  await expect(stopped).rejects.toMatchObject({ code: 'STOPPED' })
})
