import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  cancelGig,
  createAndFound,
  createAndJoin,
  createGig,
  createTown,
  getAttachment,
  getCommunity,
  getExample,
  getHealth,
  getRecord,
  getWallet,
  listGigs,
  type ServerEvent,
  subscribeLive,
  type Town,
  uploadAttachment,
} from '@distributed-town/sdk'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type DatabaseServer, startDatabaseServer } from '../apps/node/src/db/server.ts'
import { openHome } from '../apps/node/src/home.ts'
import { createBackup } from '../apps/node/src/home-backup/create.ts'
import { restoreBackup } from '../apps/node/src/home-backup/restore.ts'
import { type NodeProcess, startProcess } from '../apps/node/test/process.ts'
import { createPerson, type Resident, settleIn } from './resident.ts'

// Two processes on one PostgreSQL: one writes, one reads. The tests follow each other.

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

const TEACHING = 7
const COOKING = 11
const communityId = 1

let folder: string
let server: DatabaseServer
let writer: NodeProcess
let reader: NodeProcess
let [writerTown, readerTown]: Town[] = []
let ada: Resident

const start = (name: string, args: readonly string[] = []) =>
  startProcess({ TOWN_HOME: join(folder, name), DATABASE_URL: server.url, PUBLIC_URL: '' }, { args })

const endOf = async (node: NodeProcess) => ({ end: await node.ended, said: node.stderr() })

const kill = async (node: NodeProcess | undefined, signal: NodeJS.Signals) => {
  node?.child.kill(signal)
  return await node?.ended
}

/** Both nodes, or a failure that says which is missing. */
const towns = (): { readonly at: Town; readonly read: Town } => {
  if (!writerTown || !readerTown) throw new Error('the nodes did not start')
  return { at: writerTown, read: readerTown }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reader-'))
  openHome(folder)
  const home = join(folder, 'database')
  openHome(home)
  server = await startDatabaseServer({ home, log: pino({ level: 'silent' }) })
})

afterAll(async () => {
  ada?.records.close()
  await kill(reader, 'SIGKILL')
  await kill(writer, 'SIGKILL')
  await server?.child.stop('SIGINT')
  rmSync(folder, { recursive: true, force: true })
})

test('error: there is nothing to read yet', async () => {
  const { end, said } = await endOf(start('early', ['--reader']))
  expect([end, said]).toEqual([1, expect.stringContaining('start the node that writes it first')])
})

test('what is done at the writer is seen at the reader, live', async () => {
  writer = start('writer')
  const at = createTown({ url: await writer.url })
  reader = start('reader', ['--reader'])
  const read = createTown({ url: await reader.url })
  writerTown = at
  readerTown = read
  const events: ServerEvent[] = []
  const stop = subscribeLive(read, { onEvent: (event) => events.push(event) })
  const people = ['Ada', 'Ben', 'Cleo'].map((name) => createPerson(at, name))
  const [founder, ...others] = people
  if (!founder) throw new Error('nobody founds the town')
  const skills = [{ skill: TEACHING, level: 6 }]
  const charter = { template: 0, name: 'Lime Street', purpose: 'Soup.', place: 'Turin', language: 'en' }
  await createAndFound(at, { identity: founder.identity, ...charter, skills })
  for (const { identity } of others) await createAndJoin(at, { identity, communityId, skills })
  ada = await settleIn(at, { person: founder, walletId: 1, communityId, epoch: 1 })
  expect(await getCommunity(read, { communityId })).toEqual(await getCommunity(at, { communityId }))
  expect(await getWallet(read, { walletId: 1 })).toEqual(await getWallet(at, { walletId: 1 }))
  await expect.poll(() => events.filter(({ type }) => type === 'community').length).toBeGreaterThanOrEqual(3)
  const { height } = await getHealth(at)
  await expect.poll(() => getHealth(read)).toMatchObject({ status: 'ok', height, lag: 0, writer: at.url })
  stop()
})

test('error: nobody is in an example there', async () => {
  await expect(getExample(towns().read)).rejects.toMatchObject({ code: 'NO_EXAMPLE' })
})

test('who came by the reader reads and writes records at the writer', async () => {
  const { at, read } = towns()
  const gig = { skill: COOKING, commitment: 1, durationDays: 7, title: 'Soup for twelve' }
  const { record } = await createGig(at, { records: ada.records, ...gig })
  const there = await settleIn(read, { person: ada, walletId: 1, communityId, epoch: 1 })
  const opened = await getRecord(read, { records: there.records, recordId: record })
  expect(opened).toMatchObject({ content: { title: 'Soup for twelve' } })
  there.records.close()
})

test('whoever was told of an act sees it at the reader, however often the page was asked for before', async () => {
  const { at, read } = towns()
  const openGigs = async () => (await getCommunity(read, { communityId })).openGigs
  const states = async () => (await listGigs(read, { communityId })).items.map(({ state }) => state)
  const gig = { skill: COOKING, commitment: 1, durationDays: 7, title: 'Pie' }
  for (let round = 0; round < 3; round++) {
    const [open, before] = [await openGigs(), await states()]
    const { gigId } = await createGig(at, { records: ada.records, ...gig })
    expect([await openGigs(), await states()]).toEqual([open + 1, ['Open', ...before]])
    await cancelGig(at, { identity: ada.identity, gigId })
    expect([await openGigs(), await states()]).toEqual([open, ['Cancelled', ...before]])
  }
})

test('a reader has figures of its own', async () => {
  const { at, read } = towns()
  const figuresOf = async ({ url }: Town) => (await fetch(`${url}/metrics`)).text()
  expect(await figuresOf(read)).toMatch(/^town_index_lag 0$/m)
  expect(await figuresOf(read)).toMatch(/^town_http_requests_total\{.*route="\/api\/health",status="200"\} [1-9]/m)
  for (const own of ['town_relay_connections', 'town_relayer_balance']) {
    expect(await figuresOf(at)).toContain(`\n${own} `)
    expect(await figuresOf(read)).not.toContain(`\n${own} `)
  }
})

test('pictures are read at the reader by members, and handed in at the writer', async () => {
  const { at, read } = towns()
  const { records } = ada
  const bytes = new Uint8Array(200_000).fill(7)
  const picture = { bytes, mime: 'image/webp', width: 4, height: 3, alt: 'Soup' } as const
  await expect(uploadAttachment(read, { records, communityId, picture })).rejects.toMatchObject({ code: 'READ_ONLY' })
  const attachment = await uploadAttachment(at, { records, communityId, picture })
  expect(await getAttachment(read, { records, communityId, attachment })).toEqual(bytes)
  const stranger = { records: { identity: createPerson(read, 'Eve').identity }, communityId, attachment }
  await expect(getAttachment(read, stranger)).rejects.toMatchObject({ code: 'NOT_A_MEMBER' })
})

test('error: acts are refused with the address of the writer', async () => {
  const { at, read } = towns()
  const refusal = { code: 'READ_ONLY', details: { writer: at.url } }
  const { gigId } = await createGig(at, {
    records: ada.records,
    skill: COOKING,
    commitment: 1,
    durationDays: 7,
    title: 'Bread',
  })
  await expect(cancelGig(read, { identity: ada.identity, gigId })).rejects.toMatchObject(refusal)
  for (const [method, path] of [
    ['POST', '/api/relay'],
    ['POST', '/rpc'],
    ['POST', '/api/steward/keys'],
    ['PUT', `/api/backups/${ada.identity.owner.address}`],
    ['DELETE', '/api/communities/1'],
  ] as const) {
    const response = await fetch(`${read.url}${path}`, { method })
    expect([path, response.status, await response.json()]).toEqual([path, 421, expect.objectContaining(refusal)])
  }
  await cancelGig(at, { identity: ada.identity, gigId })
})

test('error: a second writer', async () => {
  const { at } = towns()
  const { end, said } = await endOf(start('second'))
  expect([end, said]).toEqual([
    1,
    `another node writes this database (${at.url}): stop it first, or start this one with --reader\n`,
  ])
})

test('error: a writer that lets nobody in yet, as it tells the past of its example', async () => {
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  const { rows } = await client.query<{ url: string }>('select url from public.writer')
  await client.query("update public.writer set url = ''")
  const { end, said } = await endOf(start('early', ['--reader']))
  await client.query('update public.writer set url = $1', [rows[0]?.url])
  await client.end()
  expect([end, said]).toEqual([1, expect.stringContaining('no node serves this database yet')])
})

test('when the writer is killed the reader goes on reading, and follows the next one', async () => {
  const { at, read } = towns()
  const before = await getCommunity(at, { communityId })
  ada.records.close()
  await kill(writer, 'SIGKILL')
  expect(await getCommunity(read, { communityId })).toEqual(before)
  expect(await getHealth(read)).toMatchObject({ status: 'ok' })
  writer = start('writer')
  const again = createTown({ url: await writer.url })
  expect(await getCommunity(again, { communityId })).toEqual(before)
  const dan = createPerson(again, 'Dan')
  const skills = [{ skill: COOKING, level: 2 }]
  await createAndJoin(again, { identity: dan.identity, communityId, skills })
  expect((await getCommunity(read, { communityId })).members).toBe(4)
})

test('the writer is backed up while it runs, and restored into another database', async () => {
  const path = join(folder, 'town.age')
  const passphrase = 'lime tree, soup and bread'
  const log = pino({ level: 'silent' })
  const home = join(folder, 'writer')
  await createBackup({ config: { home, databaseUrl: server.url }, log }, { path, passphrase })
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  await client.query('create database copy template template0')
  await client.end()
  const copy = new URL(server.url)
  copy.pathname = '/copy'
  const restored = { home: join(folder, 'restored'), databaseUrl: copy.href }
  await restoreBackup({ config: restored, log }, { path, passphrase })
  // Neither the home nor the database are taken for empty again.
  await expect(restoreBackup({ config: restored, log }, { path, passphrase })).rejects.toThrow('is not empty')
  const elsewhere = { ...restored, home: join(folder, 'elsewhere') }
  await expect(restoreBackup({ config: elsewhere, log }, { path, passphrase })).rejects.toThrow(
    'the database is not empty: give DATABASE_URL an empty one',
  )
  expect(readdirSync(elsewhere.home)).toEqual(['lock'])
  const node = startProcess({ TOWN_HOME: restored.home, DATABASE_URL: restored.databaseUrl })
  const { read } = towns()
  const community = await getCommunity(createTown({ url: await node.url }), { communityId })
  expect(community).toEqual(await getCommunity(read, { communityId }))
  expect(await kill(node, 'SIGTERM')).toBe(0)
})

test('the reader ends cleanly; a database of other contracts is refused', async () => {
  expect(await kill(reader, 'SIGTERM')).toBe(0)
  expect(await kill(writer, 'SIGTERM')).toBe(0)
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  const other = `jsonb_set(deployment, '{contracts,registry}', '"0x${'11'.repeat(20)}"')`
  await client.query(`update public.writer set deployment = ${other}`)
  await client.end()
  const { end, said } = await endOf(start('writer'))
  expect([end, said]).toEqual([1, expect.stringContaining('the database belongs to another network of towns')])
})
