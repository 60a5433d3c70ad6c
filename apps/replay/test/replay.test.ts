import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  communityAbi,
  createTown,
  getCommunity,
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
import { openRun, type Run } from '../src/run-folder.ts'
import { serialize } from '../src/serialize.ts'
import { replayUntil } from './process.ts'
import { THREE_TOWNS } from './three-towns.ts'

// Three invented towns on a real node. What the replay says is compared with what chain and API say.

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

const plans = readTowns({ file: THREE_TOWNS }).map((town) => planTown(town, { seed: '5' }))

let node: TestNode
let town: Town
let result: ReplayResult
let run: Run
const folder = mkdtempSync(join(tmpdir(), 'replay-'))
const options = { plans, signal: new AbortController().signal, onProgress: () => undefined }

beforeAll(async () => {
  node = await startTestNode()
  town = createTown({ url: node.url })
  run = openRun({ folder: join(folder, 'one'), plans })
  result = await runReplay({ ...options, url: node.url, run })
})
afterAll(async () => {
  await node?.stop()
  rmSync(folder, { recursive: true })
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

test('rates of two neighbours validate the cook, after which a fourth of one of them counts', async () => {
  const validated = result.towns.flatMap(({ state }) => state?.roster.filter((member) => member.validated) ?? [])
  expect(validated).toHaveLength(1)
  const { ratings } = await getWallet(town, { walletId: validated[0]?.walletId ?? 0 })
  expect(ratings).toMatchObject([{ count: 6, pending: 0 }])
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

test('a run that is complete does nothing again', async () => {
  const again = await runReplay({ ...options, url: node.url, run })
  expect(again).toEqual({ ...result, seconds: again.seconds })
  expect((await listCommunities(town)).items).toHaveLength(3)
})

test('a replay that is stopped says so', async () => {
  const stopped = runReplay({
    ...options,
    url: node.url,
    run: openRun({ folder: join(folder, 'stopped'), plans }),
    signal: AbortSignal.abort(),
  })
  await expect(stopped).rejects.toMatchObject({ code: 'STOPPED' })
})

test('a second replay, killed again and again and gone on with, makes other towns and comes to the same', async () => {
  const kept = join(folder, 'killed')
  for (const entries of [4, 20, 45]) await replayUntil({ url: node.url, folder: kept, entries })
  const { stdout, exitCode } = await replayUntil({ url: node.url, folder: kept })
  expect(exitCode).toBe(0)
  expect(stdout).toContain(`Goes on with the run of `)
  const [, report] = stdout.split('\n\n')
  expect(withoutTime(report)).toBe(withoutTime(formatReport(result)))
  const { items } = await listCommunities(town)
  expect(items).toHaveLength(6)
  for (const number of [1, 2, 3]) {
    const [one, other] = await Promise.all(
      items.filter(({ name }) => name === `Replayed town ${number}`).map((community) => describeTown(community.id)),
    )
    expect(other).toEqual(one)
  }
})

const withoutTime = (report: string | undefined) => report?.replace(/ in \d.* a second$/m, '')

/** What is on the chain of a town, without what depends on who was faster. */
const describeTown = async (communityId: number) => {
  const { members, score, founding, vault, treasury, escrow, roster } = await getCommunity(town, { communityId })
  const { items } = await listGigs(town, { communityId, limit: 100 })
  const gigs = items.map(({ skill, commitment, rating, ratingCounted, state }) => ({
    skill,
    commitment,
    rating,
    ratingCounted,
    state,
  }))
  const people = roster.map(({ balance, granted, spendable, skills }) => ({ balance, granted, spendable, skills }))
  const inOrder = (some: readonly unknown[]) => some.map((each) => serialize(each)).toSorted()
  return { members, score, founding, vault, treasury, escrow, people: inOrder(people), gigs: inOrder(gigs) }
}
