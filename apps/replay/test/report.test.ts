import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CREDIT, communityAbi, erc2771ForwarderAbi, gigsAbi, registryAbi } from '@distributed-town/sdk'
import fc from 'fast-check'
import { encodeEventTopics, type Hex, type Log, pad } from 'viem'
import { afterAll, expect, test } from 'vitest'
import { findingsOf } from '../src/report/findings.ts'
import { createGasFit } from '../src/report/gas-fit.ts'
import { html } from '../src/report/html/html.ts'
import { ticksOf } from '../src/report/html/plots.ts'
import { readTokens } from '../src/report/html/tokens.ts'
import { latencyOf } from '../src/report/latency.ts'
import { countKinds } from '../src/report/read-gas.ts'
import { reportSchema } from '../src/report/schema.ts'
import { standingOf } from '../src/report/standing.ts'
import { toTownState } from '../src/report/to-town-state.ts'
import { nameFolder, openFolder, writeReport } from '../src/report/write.ts'
import { makeUpReport } from './made-up-report.ts'

// The parts of a report that need no node.

const folder = mkdtempSync(join(tmpdir(), 'report-'))
afterAll(() => rmSync(folder, { recursive: true }))

const amounts = fc.integer({ min: 1, max: 12 })

test('gas: what each kind costs is found from transactions that carry several', () => {
  const costs = [300_000, 200_000, 110_000, 60_000, 40_000]
  const rows = fc.array(fc.array(fc.nat(6), { minLength: 5, maxLength: 5 }), { minLength: 150, maxLength: 300 })
  fc.assert(
    fc.property(rows, (transactions) => {
      const fit = createGasFit(costs.length)
      for (const counts of transactions)
        fit.add(counts, 25_000 + counts.reduce((sum, count, i) => sum + count * (costs[i] ?? 0), 0))
      const { base, costs: found } = fit.solve()
      for (const [i, cost] of costs.entries()) expect(Math.abs((found[i] ?? 0) / cost - 1)).toBeLessThan(0.05)
      expect(base).toBeGreaterThan(0)
    }),
    { numRuns: 20 },
  )
})

test('gas: the costs add up to what was used, whatever was carried', () => {
  const rows = fc.array(
    fc.tuple(fc.array(fc.nat(5), { minLength: 3, maxLength: 3 }), fc.integer({ min: 21_000, max: 9e6 })),
    { minLength: 1, maxLength: 40 },
  )
  fc.assert(
    fc.property(rows, (transactions) => {
      const fit = createGasFit(3)
      for (const [counts, gas] of transactions) fit.add(counts, gas)
      const all = transactions.reduce((sum, [counts]) => sum + counts.reduce((a, b) => a + b), 0)
      fc.pre(all > 0)
      const { base, costs } = fit.solve()
      const fitted = transactions.reduce(
        (sum, [counts]) => sum + base + counts.reduce((each, count, i) => each + count * (costs[i] ?? 0), 0),
        0,
      )
      const total = transactions.reduce((sum, [, gas]) => sum + gas, 0)
      expect(Math.abs(fitted / total - 1)).toBeLessThan(1e-6)
    }),
  )
})

test('gas: kinds that only come together cost the same', () => {
  const fit = createGasFit(3)
  for (let i = 0; i < 20; i++) fit.add([1, 1, 0], 21_000 + 200_000)
  const { costs } = fit.solve()
  expect(costs[0]).toBeCloseTo(costs[1] ?? 0, 3)
  expect(Math.abs((costs[0] ?? 0) - 100_000)).toBeLessThan(1_000)
  expect(createGasFit(2).solve()).toEqual({ base: 0, costs: [0, 0] })
})

const FORWARDER = pad('0xf0', { size: 20 })
const OWN = pad('0x0a', { size: 20 })
const FOREIGN = pad('0x0b', { size: 20 })

/** A log with its topics; no other part is looked at. */
const log = (topics: readonly unknown[], address = pad('0x01', { size: 20 })) =>
  ({ address, topics }) as unknown as Log<bigint, number, false>
const topic = (abi: Parameters<typeof encodeEventTopics>[0]['abi'], eventName: string) =>
  log(encodeEventTopics({ abi, eventName } as Parameters<typeof encodeEventTopics>[0]))
const end = (signer: Hex, address = FORWARDER) =>
  log(
    [
      ...encodeEventTopics({ abi: erc2771ForwarderAbi, eventName: 'ExecutedForwardRequest' }),
      pad(signer, { size: 32 }),
    ],
    address,
  )

test('gas: requests of a transaction are told apart by their events', () => {
  const logs = [
    topic(communityAbi, 'MemberJoined'),
    topic(registryAbi, 'CommunityFounded'),
    end(OWN),
    topic(communityAbi, 'MemberJoined'),
    end(OWN),
    // Of somebody else, one that failed, and one that claims to be the forwarder.
    topic(gigsAbi, 'GigRated'),
    end(FOREIGN),
    end(OWN),
    topic(gigsAbi, 'GigRated'),
    end(FOREIGN, FOREIGN),
    end(OWN),
  ]
  const counts = countKinds({ logs }, { forwarder: FORWARDER, owners: new Set([OWN]) })
  expect(counts).toEqual([1, 1, 0, 0, 0, 0, 1, 2])
})

test('a town: who paid and was paid, what rests, and what a distribution took back', () => {
  const credits = (whole: number) => BigInt(whole) * CREDIT
  const member = (walletId: number, balance: number, spendable: number, validated = false) => ({
    walletId,
    balance: credits(balance),
    spendable: credits(spendable),
    validated,
  })
  const gig = (state: 'Open' | 'Completed' | 'Rated', creator: number, taker: number | null, whole: number) => ({
    state,
    creator,
    taker,
    credits: credits(whole),
  })
  const at = { blockNumber: 9, logIndex: 0, transactionHash: pad('0x01'), at: 1 } as const
  const state = toTownState({
    community: {
      id: 4,
      name: 'Elm Court',
      active: true,
      founding: true,
      score: 4200,
      roster: [member(1, 3000, 3000, true), member(2, 1900, 140), member(3, 1100, 23)],
    },
    // One is completed and waits for its rating; another is still open.
    gigs: [gig('Rated', 2, 1, 1840), gig('Completed', 3, 1, 160), gig('Open', 1, null, 500)],
    history: [
      { ...at, type: 'distribution', template: 0, returned: credits(1840) },
      { ...at, type: 'founded', walletId: 1 },
    ],
    books: {
      vault: credits(87_840),
      treasury: credits(2160),
      escrow: credits(0),
      members: credits(6000),
      sum: credits(96_000),
    },
  })
  expect(state).toMatchObject({
    communityId: 4,
    members: 3,
    validated: 1,
    withoutCredits: 1,
    spendable: credits(3163),
    resting: credits(3000),
    turnover: credits(2000),
    payers: 2,
    payees: 1,
    everybodyTrades: false,
    velocityBps: 3333,
    contributed: credits(2000),
    distributionsDue: 1,
    returned: credits(1840),
  })
})

test('latencies: percentiles are times that were taken', () => {
  expect(latencyOf([])).toBeNull()
  const times = Array.from({ length: 200 }, (_, i) => 200 - i)
  expect(latencyOf(times)).toEqual({ count: 200, p50: 100, p90: 180, p99: 198 })
  expect(latencyOf([7])).toEqual({ count: 1, p50: 7, p90: 7, p99: 7 })
})

test.each([
  [{ isFounded: false, wanted: 3, done: 0 }, 'notFounded'],
  [{ isFounded: true, wanted: 0, done: 0 }, 'idle'],
  [{ isFounded: true, wanted: 3, done: 3 }, 'living'],
  [{ isFounded: true, wanted: 4, done: 2 }, 'strained'],
  [{ isFounded: true, wanted: 5, done: 2 }, 'stalled'],
  [{ isFounded: true, wanted: 5, done: 0 }, 'stalled'],
] as const)('how a town fares: %j', (town, standing) => {
  expect(standingOf(town)).toBe(standing)
})

test('sums of towns, standings and balances hang together', () => {
  fc.assert(
    fc.property(amounts, fc.integer({ min: 3, max: 24 }), (count, members) => {
      const { totals, towns } = makeUpReport({ towns: count, members })
      const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0)
      expect(sum(totals.standings.map((each) => each.towns))).toBe(count)
      expect(sum(totals.standings.map((each) => each.wanted))).toBe(totals.wanted)
      expect(sum(totals.balances.map((bin) => bin.members))).toBe(count * members)
      expect(totals.wanted).toBe(totals.done + sum(Object.values(totals.notDone)))
      expect(totals.done).toBe(sum(towns.map(({ done }) => done)))
    }),
    { numRuns: 20 },
  )
})

test('findings: none of an empty world, and no number that is not one', () => {
  expect(findingsOf(makeUpReport({ towns: 0 }))).toEqual([])
  const sentences = findingsOf(makeUpReport({ towns: 30 }))
  expect(sentences.length).toBeGreaterThan(5)
  expect(sentences.join(' ')).not.toMatch(/NaN|Infinity|undefined|null|–/)
})

test('ticks begin at 0, are round and reach the greatest', () => {
  expect(ticksOf(0)).toEqual([0])
  expect(ticksOf(3)).toEqual([0, 1, 2, 3])
  expect(ticksOf(130)).toEqual([0, 50, 100, 150])
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), (greatest) => {
      const ticks = ticksOf(greatest)
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(greatest)
      expect(ticks.length).toBeLessThanOrEqual(6)
    }),
  )
})

test('html: what is put in is text', () => {
  const inner = html`<b>${'<i>'}</b>`
  expect(html`<p title="${'"&\''}">${[inner, undefined, 5]}</p>`.html).toBe(
    '<p title="&#34;&#38;&#39;"><b>&#60;i&#62;</b>5</p>',
  )
})

test('the page has the colours of the web app', () => {
  const tokens = readTokens()
  for (const name of [
    'page',
    'card',
    'ink',
    'soft',
    'line',
    'edge',
    'denim',
    'carrot',
    'forest',
    'burgundy',
    'alizarin',
    'lemon',
  ])
    expect(tokens).toContain(`--${name}: light-dark(#`)
})

test('written: text that is read back, its schema, and no half file', () => {
  const report = makeUpReport({ towns: 3 })
  writeReport(report, { folder: openFolder(join(folder, 'new', 'deep')) })
  const written = join(folder, 'new', 'deep')
  expect(readdirSync(written).sort()).toEqual(['report.html', 'report.json', 'report.schema.json'])
  expect(reportSchema.parse(JSON.parse(readFileSync(join(written, 'report.json'), 'utf8')))).toEqual(report)
})

test('error: a folder that is a file is told before the replay', () => {
  writeFileSync(join(folder, 'file'), '')
  expect(() => openFolder(join(folder, 'file'))).toThrow(expect.objectContaining({ code: 'REPORT' }))
  expect(() => openFolder(join(folder, 'file'))).toThrow('Name another folder by --report.')
})

test('the default folder is named after the replay and stays where it is', () => {
  expect(nameFolder({ file: '/data/sarafu-towns.ndjson', towns: 20, seed: '1' })).toBe(
    join('replay-reports', 'sarafu-towns-20-towns-seed-1'),
  )
  expect(nameFolder({ file: 'a.ndjson', towns: 1, seed: '../../x' })).toMatch(/^replay-reports\/[\w-]+$/)
})
