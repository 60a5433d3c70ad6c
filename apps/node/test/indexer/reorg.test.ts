import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { pino } from 'pino'
import { isAddressEqual, type Log, toEventSelector } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createServer } from '../../src/api/server.ts'
import { type BusEvent, createBus } from '../../src/bus.ts'
import type { Chain } from '../../src/chain/client.ts'
import { readConfig } from '../../src/config.ts'
import { columnName } from '../../src/db/chain/columns.ts'
import { clearChain, findCursor } from '../../src/db/chain/cursor.ts'
import { findRereading } from '../../src/db/chain/rereading.ts'
import { blockTable, chainTables, undoTable } from '../../src/db/chain/tables.ts'
import { migrate } from '../../src/db/migrate.ts'
import { createDatabase, createPool } from '../../src/db/pool.ts'
import { type DatabaseServer, startDatabaseServer } from '../../src/db/server.ts'
import { openHome } from '../../src/home.ts'
import { ContradictionError } from '../../src/indexer/failures.ts'
import { createIndexer, type Indexer } from '../../src/indexer/loop.ts'
import { createRandom, type Random } from '../random.ts'
import { createCrowd } from './acts.ts'
import { startFaultyRpc } from './faulty-rpc.ts'
import { type OtherChain, startOtherChain } from './other-chain.ts'

/** Seeds that once failed stay here. `REORG_SEEDS=20` adds as many new ones. */
const SEEDS = [1, 2]
const seeds = [
  ...SEEDS,
  ...Array.from({ length: Number(process.env.REORG_SEEDS ?? 0) }, () => Math.floor(Math.random() * 2 ** 32)),
]

const FINALITY = { confirmations: 12 }
/** Blocks that stand on the one that anvil calls final: two epochs of 32. */
const FINAL_AFTER = 64
const ROUNDS = 8
/** After each of which every page is compared. */
const ACTS = 8
const TRANSFER = toEventSelector('Transfer(address,address,uint256)')

const log = pino({ level: process.env.REORG_LOG ?? 'silent' })
let root: string
let server: DatabaseServer
let databases = 0

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'town-'))
  openHome(root)
  server = await startDatabaseServer({ home: root, log })
}, 60_000)

afterAll(async () => {
  await server?.child.stop('SIGINT')
  rmSync(root, { recursive: true, force: true })
}, 60_000)

const openDatabase = async (): Promise<pg.Pool> => {
  const name = `test_${databases++}`
  const admin = createPool({ url: server.url, log })
  await admin.query(`create database ${name}`)
  await admin.end()
  const pool = createPool({ url: server.url.replace(/postgres$/, name), log })
  await migrate({ pool })
  return pool
}

type World = {
  readonly random: Random
  readonly home: string
  /** As much of a node as people need. */
  readonly node: Pick<OtherChain, 'chain' | 'deployment'>
  readonly other: OtherChain
  readonly pool: pg.Pool
  /** Another database, for an index that knows no past. */
  readonly fresh: pg.Pool
  readonly indexerOf: (chain: Chain, pool: pg.Pool) => { readonly indexer: Indexer; readonly events: BusEvent[] }
}

const inWorld = async (seed: number, run: (world: World) => Promise<void>): Promise<void> => {
  const random = createRandom(seed)
  const home = mkdtempSync(join(root, 'chain-'))
  const other = await startOtherChain({ home, random })
  const [pool, fresh] = [await openDatabase(), await openDatabase()]
  const indexers: Indexer[] = []
  const indexerOf: World['indexerOf'] = (chain, pool) => {
    const bus = createBus({ log })
    const events: BusEvent[] = []
    bus.subscribe((event) => events.push(event))
    const indexer = createIndexer(
      { bus, chain, deployment: other.deployment, log, pool },
      { finality: FINALITY, retryMs: 2 },
    )
    indexers.push(indexer)
    return { indexer, events }
  }
  try {
    await run({ random, home, node: other, other, pool, fresh, indexerOf })
  } finally {
    for (const indexer of indexers) await indexer.close()
    await Promise.all([other.stop(), pool.end(), fresh.end()])
  }
}

/** All chain tables. What can still be undone depends on what is final, which two indexers learn at different times. */
const readAll = async (pool: pg.Pool, finalized: bigint): Promise<Record<string, unknown>> => {
  const all: Record<string, unknown> = {}
  for (const { name, key } of chainTables) {
    const { rows } = await pool.query(
      `select to_jsonb(t) - 'finalized' as row from ${name} t where ${since(name, finalized)} order by ${key.map(columnName)}`,
    )
    all[name] = rows.map(({ row }) => row)
  }
  return all
}

const since = (name: string, finalized: bigint): string =>
  name === blockTable.name ? `number > ${finalized}` : name === undoTable.name ? `block_number > ${finalized}` : 'true'

const isAt = async (pool: pg.Pool, chain: Chain): Promise<boolean> => {
  const cursor = await findCursor(pool)
  const { number, hash } = await chain.client.getBlock()
  return cursor?.blockNumber === number && cursor.blockHash === hash
}

const untilAt = async (pool: pg.Pool, chain: Chain): Promise<void> => {
  for (let tries = 0; !(await isAt(pool, chain)); tries++) {
    if (tries > 1_000) throw new Error('the index does not reach the end of the chain')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const expectFresh = async ({ other: { chain }, pool, fresh, indexerOf }: World): Promise<void> => {
  await fresh.query(`truncate ${chainTables.map(({ name }) => name).join(', ')}`)
  const { indexer } = indexerOf(chain, fresh)
  await indexer.indexTo(await chain.height())
  // Of the two the fresh one may have seen a lower end of the chain.
  const finalized = (await findCursor(pool))?.finalized ?? 0n
  expect(await readAll(pool, finalized)).toEqual(await readAll(fresh, finalized))
}

test.each(seeds)(
  'reorgs and faults of every kind leave no trace (seed %i)',
  async (seed) => {
    await inWorld(seed, async (world) => {
      const { random, other, pool, indexerOf } = world
      const faulty = await startFaultyRpc({ target: other.url, random: createRandom(seed + 1) })
      const crowd = await createCrowd(world, { random })
      await other.settle()
      const { indexer, events } = indexerOf(other.by(faulty.url), pool)
      await indexer.poll({ everyMs: 5 })
      for (let round = 1; round <= ROUNDS; round++) {
        faulty.setRate(0.15)
        const depth = random.int(30)
        await other.rewrite(depth)
        const blocks = random.int(2 * depth + 6)
        for (let i = 0; i < blocks; i++) await (random.chance(0.4) ? other.mineEmpty() : crowd.act())
        if (round % 4 !== 0) continue
        faulty.setRate(0)
        // A chain that ends where an earlier one was can't be told from one that is late.
        await other.mineEmpty()
        await untilAt(pool, other.chain)
        await expectFresh(world)
      }
      expect(events.some(({ type }) => type === 'undone')).toBe(true)
      expect(Object.keys(faulty.counts()).length).toBeGreaterThan(5)
      await faulty.stop()
    })
  },
  120_000,
)

test('a chain that lost final blocks is read anew, once that was seen again and again', async () => {
  await inWorld(1, async (world) => {
    const { random, other, pool, indexerOf } = world
    const crowd = await createCrowd(world, { random })
    await other.settle()
    for (let i = 0; i < 10; i++) await crowd.act()
    for (let i = 0; i < FINAL_AFTER; i++) await other.mineEmpty()
    const height = await other.chain.height()
    const { indexer, events } = indexerOf(other.chain, pool)
    await indexer.indexTo(height)
    expect(indexer.finalized()).toBe(height - BigInt(FINAL_AFTER))
    await other.rewrite(FINAL_AFTER + 3)
    for (let i = 0; i < FINAL_AFTER + 6; i++) await (i < 10 ? crowd.act() : other.mineEmpty())
    const again = () => indexer.indexTo(height + 1n)
    await expect(again()).rejects.toThrow('is not on the chain')
    await expect(again()).rejects.toThrow('is not on the chain')
    expect(events.filter(({ type }) => type === 'undone')).toEqual([])
    await again()
    // Whoever shows the tables hears of it before they are empty.
    expect(events.filter(({ type }) => type === 'rereading' || type === 'undone').slice(0, 2)).toEqual([
      { type: 'rereading', until: height + 1n },
      { type: 'undone', block: other.deployment.block - 1n },
    ])
    expect(await findRereading(pool)).toBeUndefined()
    await indexer.indexTo(await other.chain.height())
    await expectFresh(world)
  })
}, 60_000)

test('what is left out of long ranges is noticed, and everything is read anew', async () => {
  await inWorld(4, async (world) => {
    const { random, other, pool, indexerOf } = world
    const crowd = await createCrowd(world, { random })
    for (let i = 0; i < 20; i++) await crowd.act()
    for (let i = 0; i < FINAL_AFTER; i++) await other.mineEmpty()
    const { client } = other.chain
    let lies = 1
    const isCredits = ({ address, topics: [selector] }: Log) =>
      selector === TRANSFER && !isAddressEqual(address, other.deployment.contracts.skillWallet)
    const getLogs = async (filter: Parameters<typeof client.getLogs>[0]) => {
      const logs = await client.getLogs(filter)
      const last = logs.findLastIndex(isCredits)
      if (filter?.blockHash || lies === 0 || last === -1) return logs
      lies -= 1
      // Nothing follows on it that could not be without it.
      return logs.toSpliced(last, 1)
    }
    const lying = { ...other.chain, client: { ...client, getLogs } as typeof client }
    const { indexer } = indexerOf(lying, pool)
    const height = await other.chain.height()
    for (let i = 0; i < 3; i++) await expect(indexer.indexTo(height)).rejects.toThrow(ContradictionError)
    await indexer.indexTo(height)
    await expectFresh(world)
  })
}, 60_000)

test('a chain that is late changes nothing', async () => {
  await inWorld(2, async (world) => {
    const { random, other, pool, indexerOf } = world
    const crowd = await createCrowd(world, { random })
    for (let i = 0; i < 6; i++) await crowd.act()
    const { indexer, events } = indexerOf(other.chain, pool)
    const height = await other.chain.height()
    await indexer.indexTo(height)
    const before = await readAll(pool, 0n)
    events.length = 0
    await indexer.indexTo(height - 4n)
    // Another one, that knows the tables only.
    await indexerOf(other.chain, pool).indexer.indexTo(height - 4n)
    expect(indexer.indexed()).toBe(height)
    expect(events).toEqual([])
    expect(await readAll(pool, 0n)).toEqual(before)
  })
}, 60_000)

test('a chain that is shorter after it was rewritten is followed back', async () => {
  await inWorld(3, async (world) => {
    const { random, other, pool, indexerOf } = world
    const crowd = await createCrowd(world, { random })
    await other.settle()
    for (let i = 0; i < 8; i++) await crowd.act()
    const { indexer, events } = indexerOf(other.chain, pool)
    const height = await other.chain.height()
    await indexer.indexTo(height)
    await other.rewrite(6)
    await other.mineEmpty()
    await crowd.act()
    await indexer.indexTo(await other.chain.height())
    expect(indexer.indexed()).toBe(height - 4n)
    expect(events).toContainEqual({ type: 'undone', block: height - 6n })
    await expectFresh(world)
  })
}, 60_000)

/** What the API of a node on these tables answers; two of them are two processes. @returns also how many reads it has made for it. */
const serveIndex = async ({ other, home }: World, pool: pg.Pool) => {
  let reads = 0
  const counted = new Proxy(pool, {
    get: (_, name) => {
      const value: unknown = Reflect.get(pool, name)
      if (typeof value !== 'function') return value
      return (...args: readonly unknown[]) => {
        const [query] = args as readonly { readonly name?: string }[]
        if (query?.name !== 'listChangesFrom') reads += 1
        return Reflect.apply(value, pool, args) as unknown
      }
    },
  })
  const config = readConfig({ TOWN_HOME: home, PORT: '0' })
  const { chain, deployment } = other
  const node = { config, pool: counted, db: createDatabase({ pool: counted }), chain, deployment, log, clock: Date.now }
  const app = await createServer({ ...node, bus: createBus({ log }) }, { maxRequests: 1e9 })
  return {
    get: async (path: string) => (await app.inject(path)).body,
    reads: () => reads,
    close: () => app.close(),
  }
}

/** Every page of the API that shows something of the index. */
const listPages = async (pool: pg.Pool): Promise<readonly string[]> => {
  const ids = async (table: string) =>
    (await pool.query<{ id: bigint }>(`select id from chain.${table}`)).rows.map(({ id }) => id)
  const { rows: owners } = await pool.query<{ owner: string }>('select owner from chain.wallet')
  const of = (path: string, parts: readonly string[]) => parts.map((part) => `${path}${part}`)
  return [
    ...of('/api/communities', ['', '?limit=1', '?template=0', '?skill=3', '?q=town']),
    '/api/network',
    '/api/network/pulse',
    ...(await ids('community')).flatMap((id) =>
      of(`/api/communities/${id}`, ['', '/gigs', '/gigs?state=Open', '/gigs?limit=1', '/history', '/pulse']),
    ),
    ...(await ids('gig')).map((id) => `/api/gigs/${id}`),
    ...(await ids('wallet')).flatMap((id) => of(`/api/wallets/${id}`, ['', '/statement', '/gigs'])),
    ...owners.map(({ owner }) => `/api/wallets/by-owner/${owner}`),
  ]
}

test('answers that are kept say what the tables say: after each act, each reorg, a new beginning, in each process', async () => {
  await inWorld(6, async (world) => {
    const { random, other, pool, indexerOf } = world
    const crowd = await createCrowd(world, { random })
    await other.settle()
    const { indexer } = indexerOf(other.chain, pool)
    const index = async () => indexer.indexTo(await other.chain.height())
    const kept = [await serveIndex(world, pool), await serveIndex(world, pool)]
    const expectTrue = async () => {
      await index()
      const fresh = await serveIndex(world, pool)
      const paths = await listPages(pool)
      const readPages = ({ get }: typeof fresh) => Promise.all(paths.map(async (path) => `${path}: ${await get(path)}`))
      const [pages, ...others] = await Promise.all([fresh, ...kept].map(readPages))
      for (const each of others) expect(each).toEqual(pages)
      await fresh.close()
    }
    for (let i = 0; i < 20; i++) await crowd.act()
    for (let i = 0; i < ACTS; i++) {
      await crowd.act()
      await expectTrue()
      if (i % 4 !== 3) continue
      await other.rewrite(1 + random.int(3))
      await other.mineEmpty()
      await expectTrue()
    }
    const reads = kept.map((each) => each.reads())
    await other.mineEmpty()
    await expectTrue()
    expect(kept.map((each) => each.reads())).toEqual(reads)
    await clearChain(pool)
    expect(await kept[0]?.get('/api/communities')).toBe('{"items":[],"next":null}')
    await indexerOf(other.chain, pool).indexer.indexTo(await other.chain.height())
    await expectTrue()
    for (const { close } of kept) await close()
  })
}, 120_000)
