import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  BASE_GRANT,
  CREDIT,
  communityAbi,
  createTown,
  erc2771ForwarderAbi,
  getCommunity,
  getWallet,
  gigsAbi,
  listCommunities,
  listGigs,
  SUPPLY,
  skillWalletAbi,
  type Town,
} from '@distributed-town/sdk'
import { type Abi, createPublicClient, http, type PublicClient } from 'viem'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { startTestNode, type TestNode } from '../../node/test/node.ts'
import { planTown } from '../src/plan-town.ts'
import { readTowns } from '../src/read-towns.ts'
import { collectReport } from '../src/report/collect.ts'
import { type Report, reportSchema, type TownReport } from '../src/report/schema.ts'
import { formatReport } from '../src/report/text.ts'
import { type ReplayResult, runReplay } from '../src/run.ts'
import { openRun, type Run } from '../src/run-folder.ts'
import { serialize } from '../src/serialize.ts'
import { replayUntil } from './process.ts'
import { THREE_TOWNS } from './three-towns.ts'

// Three invented towns on a real node. What the replay and its report say is compared with what chain and API say.

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

const plans = readTowns({ file: THREE_TOWNS }).map((town) => planTown(town, { seed: '5' }))
const source = { file: 'three-towns.ndjson', seed: '5' }

let node: TestNode
let town: Town
let client: PublicClient
let result: ReplayResult
let report: Report
let run: Run
const folder = mkdtempSync(join(tmpdir(), 'replay-'))
const options = { plans, signal: new AbortController().signal, onProgress: () => undefined }

beforeAll(async () => {
  node = await startTestNode()
  town = createTown({ url: node.url })
  client = createPublicClient({ transport: http(`${node.url}/rpc`) })
  run = openRun({ folder: join(folder, 'one'), plans })
  result = await runReplay({ ...options, url: node.url, run })
  report = await collectReport(town, { source, result })
})
afterAll(async () => {
  await node?.stop()
  rmSync(folder, { recursive: true })
})

/** All events of a name that one of our contracts wrote. */
const listEvents = async <const ABI extends Abi>(abi: ABI, eventName: string, address: `0x${string}`) =>
  (await client.getContractEvents({
    abi: abi as Abi,
    eventName,
    address,
    fromBlock: 0n,
    strict: true,
  })) as unknown as readonly {
    readonly args: Readonly<Record<string, bigint>>
    readonly transactionHash: `0x${string}`
  }[]

const communities = () => Promise.all(result.towns.map(({ communityId = 0 }) => getCommunity(town, { communityId })))

test('everybody lives in the town of the plan', async () => {
  const { items } = await listCommunities(town)
  const sizes = Object.fromEntries(items.map(({ name, members }) => [name, members]))
  expect(sizes).toEqual({ 'Replayed town 1': 3, 'Replayed town 2': 4, 'Replayed town 3': 3 })
  expect(report.towns.map(({ state }) => state?.members)).toEqual([3, 4, 3])
})

test('every gig is done and rated, or counted with its reason', async () => {
  expect(report.towns.map(({ wanted, done }) => [wanted, done])).toEqual([
    [0, 0],
    [7, 7],
    [12, 1],
  ])
  // A newcomer can spend 240 credits, which is one lesson of the size wanted.
  expect(report.towns.map(({ notDone }) => notDone)).toEqual([{}, {}, { NotSpendable: 11 }])
  expect(report.towns.map(({ standing }) => standing)).toEqual(['idle', 'living', 'stalled'])
  for (const { communityId = 0, done } of result.towns) {
    const { items } = await listGigs(town, { communityId })
    expect(items.map(({ state }) => state)).toEqual(Array(done).fill('Rated'))
  }
})

test('the gigs are those of the plan, with their ratings', async () => {
  const [, { gigs: planned = [] } = {}] = plans
  const [, { communityId = 0 } = {}] = result.towns
  const { roster } = await getCommunity(town, { communityId })
  const walletIds = roster.map(({ walletId }) => walletId).sort((a, b) => a - b)
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
  const validated = (await communities()).flatMap(({ roster }) => roster.filter((member) => member.validated))
  expect(validated).toHaveLength(1)
  const { ratings } = await getWallet(town, { walletId: validated[0]?.walletId ?? 0 })
  expect(ratings).toMatchObject([{ count: 6, pending: 0 }])
  expect(report.towns[1]).toMatchObject({ ratings: 7, ratingsCounted: 7, state: { validated: 1 } })
})

test('the books are those of the chain, and each town sums to 96,000', async () => {
  const there = await communities()
  for (const [i, { address, roster }] of there.entries()) {
    const contract = { address, abi: communityAbi } as const
    const { vault, treasury, escrow } = await client.readContract({ ...contract, functionName: 'state' })
    const balances = await Promise.all(
      roster.map(({ owner }) => client.readContract({ ...contract, functionName: 'balanceOf', args: [owner] })),
    )
    const members = balances.reduce((sum, balance) => sum + balance, 0n)
    const books = { vault, treasury, escrow, members, sum: BigInt(SUPPLY) * CREDIT }
    expect(report.towns[i]?.state?.books).toEqual(books)
    expect(vault + treasury + escrow + members).toBe(books.sum)
  }
  expect(report.totals.differing).toEqual([])
})

test('the sums are those of the events on the chain', async () => {
  const { contracts } = await town.config()
  const created = await listEvents(gigsAbi, 'GigCreated', contracts.gigs)
  const completed = await listEvents(gigsAbi, 'GigCompleted', contracts.gigs)
  const rated = await listEvents(gigsAbi, 'GigRated', contracts.gigs)
  const wallets = await listEvents(skillWalletAbi, 'WalletCreated', contracts.skillWallet)
  const validated = await listEvents(skillWalletAbi, 'SkillValidated', contracts.skillWallet)
  const executed = await listEvents(erc2771ForwarderAbi, 'ExecutedForwardRequest', contracts.forwarder)
  const there = await communities()
  const transfers = (
    await Promise.all(there.map(({ address }) => listEvents(communityAbi, 'Transfer', address)))
  ).flat()
  const due = (
    await Promise.all(there.map(({ address }) => listEvents(communityAbi, 'DistributionDue', address)))
  ).flat()

  const { totals, run } = report
  expect(totals).toMatchObject({
    founded: 3,
    members: wallets.length,
    done: rated.length,
    ratings: rated.length,
    ratingsCounted: rated.filter(({ args }) => args.counted).length,
    validated: new Set(validated.map(({ args }) => args.walletId)).size,
    distributionsDue: due.length,
  })
  // Everything that went out of escrow was paid: nothing was cancelled.
  const escrow = contracts.gigs.toLowerCase()
  const paid = transfers.filter(({ args }) => String(args.from).toLowerCase() === escrow)
  const turnover = paid.reduce((sum, { args }) => sum + (args.value ?? 0n), 0n)
  expect(totals.turnover).toBe(turnover)
  expect(turnover).toBeGreaterThan(0n)
  expect(created).toHaveLength(completed.length)
  // The vaults pay as much to the treasury accounts (spec §4.7), which begin with 2,000.
  expect(totals.contributed).toBe(turnover)
  const treasuries = report.towns.reduce((sum, { state }) => sum + (state?.books.treasury ?? 0n), 0n)
  expect(treasuries).toBe(turnover + 3n * BigInt(BASE_GRANT) * CREDIT)
  // Who created and who took a gig that was completed.
  const payers = new Set(created.map(({ args }) => args.creator))
  const payees = new Set(completed.map(({ args }) => args.taker))
  expect(totals.payersBps).toBe(Math.floor((10_000 * payers.size) / wallets.length))
  expect(totals.payeesBps).toBe(Math.floor((10_000 * payees.size) / wallets.length))
  // The relayer's transactions.
  const receipts = await Promise.all(
    [...new Set(executed.map(({ transactionHash }) => transactionHash))].map((hash) =>
      client.getTransactionReceipt({ hash }),
    ),
  )
  const gas = receipts.reduce((sum, { gasUsed }) => sum + gasUsed, 0n)
  expect(run.gas).toMatchObject({ total: Number(gas), transactions: receipts.length, requests: executed.length })
  expect(run.actions).toBe(executed.length)
})

test('what each kind of act cost adds up, and as many were timed as were done', () => {
  const { gas, latencies, latency, actions } = report.run
  const counts = {
    createAndFound: 3,
    createAndJoin: 7,
    createGig: 8,
    acceptRequest: 8,
    submitGig: 8,
    completeGig: 8,
    rateGig: 8,
  }
  expect(Object.fromEntries(gas.kinds.map(({ kind, requests }) => [kind, requests]))).toEqual(counts)
  expect(Object.fromEntries(latencies.map(({ kind, count }) => [kind, count]))).toEqual(counts)
  const sum = gas.kinds.reduce((total, { requests, perRequest }) => total + requests * perRequest, 0)
  // Each cost is rounded.
  expect(Math.abs(sum - gas.total)).toBeLessThanOrEqual(gas.requests)
  expect(latency?.count).toBe(actions)
  for (const { p50, p90, p99 } of latencies) expect([p50, p90, p99]).toEqual([p50, p90, p99].toSorted((a, b) => a - b))
})

test('the JSON is read back as it was, and its schema says what it is', () => {
  const json = JSON.parse(JSON.stringify(z.encode(reportSchema, report)))
  expect(reportSchema.parse(json)).toEqual(report)
  // Amounts can't be read as another unit, or as less exact numbers.
  expect(json.totals.turnover).toBe(String(report.totals.turnover))
  expect(() => reportSchema.parse({ ...json, totals: { ...json.totals, turnover: 5 } })).toThrow()
  expect(z.toJSONSchema(reportSchema, { io: 'input' })).toMatchObject({
    properties: { totals: { properties: { turnover: { type: 'string' }, done: { type: 'integer' } } } },
  })
})

test('the report says it', () => {
  // How long it took, and with whom one shared a transaction, is different each time.
  const gas = { ...report.run.gas, total: 5_900_000, transactions: 39, kinds: report.run.gas.kinds.slice(0, 1) }
  const latency = { count: 3, p50: 400, p90: 900, p99: 1234.4 }
  const text = formatReport({
    ...report,
    run: {
      ...report.run,
      seconds: 5,
      actionsPerSecond: 10,
      latency,
      latencies: [{ kind: 'createAndFound', ...latency }],
      gas: { ...gas, kinds: gas.kinds.map((kind) => ({ ...kind, perRequest: 300_000 })) },
    },
  })
  expect(text).toMatchInlineSnapshot(`
    "Towns          3 founded of 3
      1 living: every gig that somebody wanted was done
      1 stalled: less than half were done; nobody who wants one of the others can begin it
      1 idle: nobody wanted a gig
    Past founding  0
    Residents      10 of 10
                   1 with a kind of work that the table of skills doesn't know
    Validated      1 wallets
    Gigs wanted    19
    done           8, of them 0 smaller than wanted
    not done       11
      11 NotSpendable: the creator could not afford even the smallest
    Ratings        8, of them 8 count
    Scores         40 to 66.66, median 50; 1 of 3 towns under 48
    Gini           0.03 of what all members hold; within a town 0 to 0.06, median 0.02
    Velocity       0.02: 408 credits paid, 20,450 in members' hands
    Take part      40 % of the members paid for a gig, 30 % were paid for one; everybody did both in 0 towns
    Free to spend  4,214 of these credits; 1 members have less than 24
    Treasury       408 credits came by gigs; 0 distributions due, which returned 0
                   Nothing was paid out for them: the quadratic treasury (spec §10) and stakes (§9) are not built yet
    Gas            5,900,000 in 39 transactions with 50 actions
    Actions        50 in 5.0 s, 10.0 a second
                   half of them within 400 ms, 90 % 900 ms, 99 % 1,234 ms
                          number  gas each       p50       p90       p99
      found a town             3   300,000    400 ms    900 ms  1,234 ms
    Credits        vault + treasury + escrow + members = 96,000, read from the chain: 3 of 3 towns
    It says        Of 2 towns in which somebody wanted a gig, 1 live, 0 are strained and 1 stalled.
                   Gigs that a resident wanted: 1.8 in living towns, 4 in stalled towns.
                   Of 11 gigs that were not done, 11 (100 %) failed for one reason: the creator could not afford even the smallest.
                   Members hold 20,450 credits and can spend 21 % of them: who is not validated may go 240 under what was granted, and no lower.
                   40 % of what can be spent is with members who never paid for a gig.
                   1 of 10 members have less than 24 credits left to spend, the price of the smallest gig in the dearest skills.
                   5 rates validated 1 of 10 members (10 %). 2 towns have nobody validated, and 0 got past founding, which takes 3 validated members with 24 credits to spend.
                   1 of 3 towns score under 48, for want of variety in their skills.
    "
  `)
})

test('a town that differs is told', () => {
  const [, right] = report.towns
  if (!right?.state) throw new Error('town 2 was not founded')
  const books = { ...right.state.books, members: right.state.books.members - 1n, sum: right.state.books.sum - 1n }
  const wrong = { ...right, state: { ...right.state, books } }
  const towns = report.towns.map((each) => (each === right ? wrong : each))
  const text = formatReport({ ...report, towns, totals: { ...report.totals, differing: [2] } })
  expect(text).toContain('read from the chain: 2 of 3 towns\n  TOWN 2 DIFFERS: ')
  expect(text).toMatch(/= 95999\.9{18}\n/)
})

test('what the replay believes and the chain does not know is told', async () => {
  const towns = result.towns.map((each) => (each.town === 3 ? { ...each, done: each.done + 1 } : each))
  const { totals } = await collectReport(town, { source, result: { ...result, towns } })
  expect(totals).toMatchObject({ differing: [3], done: 8 })
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
  const again = reportSchema.parse(JSON.parse(readFileSync(join(`${kept}-report`, 'report.json'), 'utf8')))
  expect(again.totals).toEqual(report.totals)
  expect(again.towns.map(withoutId)).toEqual(report.towns.map(withoutId))
  expect(again.run.actions).toBe(report.run.actions)
  expect(again.run.gas.requests).toBe(report.run.gas.requests)
  const { items } = await listCommunities(town)
  expect(items).toHaveLength(6)
  for (const number of [1, 2, 3]) {
    const [one, other] = await Promise.all(
      items.filter(({ name }) => name === `Replayed town ${number}`).map((community) => describeTown(community.id)),
    )
    expect(other).toEqual(one)
  }
})

/** Each run founds towns of its own. */
const withoutId = ({ state, ...each }: TownReport) => ({ ...each, state: state && { ...state, communityId: 0 } })

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
