import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { toTownError } from '../src/api/errors.ts'
import { createJournal } from '../src/chain/journal.ts'
import { type Migration, migrate } from '../src/db/migrate.ts'
import { createPool } from '../src/db/pool.ts'
import { type DatabaseServer, startDatabaseServer } from '../src/db/server.ts'
import { isPoolExhausted } from '../src/db/unavailable.ts'
import { openHome } from '../src/home.ts'

const log = pino({ level: 'silent' })
let home: string
let server: DatabaseServer
let pool: pg.Pool

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'town-'))
  openHome(home)
  server = await startDatabaseServer({ home, log })
  pool = createPool({ url: server.url, log })
}, 60_000)

afterAll(async () => {
  await pool.end()
  await server.child.stop('SIGINT')
  rmSync(home, { recursive: true })
}, 60_000)

beforeEach(async () => {
  await pool.query('drop table if exists public.applied_migration, one, two')
})

const one: Migration = { name: '0001_one.sql', sql: 'create table one (id bigint); insert into one values (1);' }
const two: Migration = { name: '0002_two.sql', sql: 'create table two (amount numeric(78) not null)' }
const applied = async () => (await pool.query('select name from public.applied_migration order by name')).rows

test('whole numbers come as bigint, in arrays too', async () => {
  const { rows } = await pool.query(
    `select 9007199254740993::bigint big, 1e30::numeric(78) huge, count(*) count, array[1, null]::bigint[] some,
      array[]::numeric[] none, 1::int small`,
  )
  expect(rows).toEqual([{ big: 9007199254740993n, huge: 10n ** 30n, count: 1n, some: [1n, null], none: [], small: 1 }])
})

test('strangers need the password', async () => {
  const other = createPool({ url: server.url.replace(/:[^:@]+@/, ':wrong@'), log })
  await expect(other.query('select 1')).rejects.toThrow('password authentication failed')
  await other.end()
})

test('error: statements and the wait for a connection have an end; only migrations take as long as they need', async () => {
  expect((await pool.query('show statement_timeout')).rows).toEqual([{ statement_timeout: '1min' }])
  const sql = `create table two as select current_setting('statement_timeout') as longest`
  await migrate({ pool }, { migrations: [{ name: '0001_two.sql', sql }] })
  expect((await pool.query('select longest from two')).rows).toEqual([{ longest: '0' }])

  const busy = createPool({ url: server.url, log, waitMs: 300 })
  const clients = await Promise.all(Array.from({ length: 16 }, () => busy.connect()))
  const error = await busy.query('select 1').catch((cause: unknown) => cause)
  expect(error).toSatisfy(isPoolExhausted)
  expect(toTownError(error)).toMatchObject({ code: 'NOT_READY' })
  // Nothing was written for sure: the chain goes on without the block.
  const entry = { number: 0n, timestamp: 0, transactions: [] }
  await expect(createJournal({ pool: busy }).append(entry)).rejects.toMatchObject({ isRefused: true })
  for (const client of clients) client.release()
  expect((await busy.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  const client = await busy.connect()
  await client.query('set statement_timeout = 20')
  const late: unknown = await client.query('select pg_sleep(5)').catch((cause: unknown) => cause)
  expect(toTownError(late)).toMatchObject({ code: 'NOT_READY' })
  client.release(true)
  await busy.end()
})

test('migrations apply once and in order', async () => {
  await migrate({ pool }, { migrations: [one] })
  await migrate({ pool }, { migrations: [one, two] })
  await migrate({ pool }, { migrations: [one, two] })
  expect(await applied()).toEqual([{ name: '0001_one.sql' }, { name: '0002_two.sql' }])
  expect((await pool.query('select * from one')).rows).toEqual([{ id: 1n }])
})

test('processes that start together migrate once', async () => {
  const pools = Array.from({ length: 4 }, () => createPool({ url: server.url, log }))
  await Promise.all(pools.map((each) => migrate({ pool: each }, { migrations: [one, two] })))
  await Promise.all(pools.map((each) => each.end()))
  expect((await pool.query('select * from one')).rows).toEqual([{ id: 1n }])
})

test('a migration that fails leaves nothing behind', async () => {
  const broken = { name: '0002_two.sql', sql: 'create table two (id int); select nonsense' }
  await expect(migrate({ pool }, { migrations: [one, broken] })).rejects.toThrow('migration 0002_two.sql failed')
  expect(await applied()).toEqual([{ name: '0001_one.sql' }])
  await migrate({ pool }, { migrations: [one, two] })
})

test('an applied migration must not change, vanish or get a predecessor', async () => {
  await migrate({ pool }, { migrations: [one, two] })
  await expect(migrate({ pool }, { migrations: [{ ...one, sql: '' }, two] })).rejects.toThrow('was changed')
  await expect(migrate({ pool }, { migrations: [one] })).rejects.toThrow('the database is newer')
  const late = { name: '0001_two.sql', sql: '' }
  await expect(migrate({ pool }, { migrations: [one, late, two] })).rejects.toThrow('comes before')
})

test('what was committed survives kill -9', async () => {
  await pool.query('create table one (id bigint); insert into one values (7)')
  await pool.end()
  process.kill(server.child.pid, 'SIGKILL')
  await server.child.ended
  server = await startDatabaseServer({ home, log })
  pool = createPool({ url: server.url, log })
  expect((await pool.query('select * from one')).rows).toEqual([{ id: 7n }])
}, 60_000)
