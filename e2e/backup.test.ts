import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type Attachment,
  CREDIT,
  cancelGig,
  createAndFound,
  createAndJoin,
  createGig,
  createTown,
  encryptIdentity,
  getAttachment,
  getBackup,
  getCommunity,
  getRecord,
  getStatement,
  listCommunityHistory,
  saveBackup,
  type Town,
  uploadAttachment,
  writeComment,
} from '@distributed-town/sdk'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { RESTORE_MARK } from '../apps/node/src/home.ts'
import { contentOf, writeArchive } from '../apps/node/src/home-backup/archive.ts'
import { createBackup } from '../apps/node/src/home-backup/create.ts'
import { MANIFEST, type Manifest } from '../apps/node/src/home-backup/manifest.ts'
import { restoreBackup } from '../apps/node/src/home-backup/restore.ts'
import { startTestNode, type TestNode } from '../apps/node/test/node.ts'
import { createPerson, type Resident, settleIn } from './resident.ts'

// A node is backed up while people use it, and made anew from that file somewhere else. The tests follow each other.

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const MAIN = fileURLToPath(new URL('../apps/node/src/home-backup/main.ts', import.meta.url))
const LIVING = 0 // template
const TEACHING = 7
const COOKING = 11
const PASSPHRASE = 'lime tree, soup and bread'

let folder: string
let file: string
let node: TestNode
let restored: TestNode | undefined
let town: Town
let ada: Resident
let ben: Resident
const communityId = 1
let record: `0x${string}`
/** Of several parts. */
const bytes = randomBytes(500_000)
let photo: Attachment

/** Runs the command as npm does. */
const run = (args: readonly string[], { home, passphrase = PASSPHRASE }: { home: string; passphrase?: string }) =>
  new Promise<{ code: number; said: string }>((resolve) => {
    const env = { ...process.env, TOWN_HOME: home, BACKUP_PASSPHRASE: passphrase, DATABASE_URL: '', INIT_CWD: folder }
    execFile(process.execPath, [MAIN, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, said: `${stdout}${stderr}`.trim() })
    })
  })

const newHome = () => join(folder, `home-${Math.random().toString(36).slice(2)}`)

/** What people see, by what the acknowledged acts made of it. */
const see = async (at: Town) => ({
  community: await getCommunity(at, { communityId }),
  history: await listCommunityHistory(at, { communityId, limit: 100 }),
  statement: await getStatement(at, { walletId: ada.walletId, limit: 100 }),
  backup: await getBackup(at, { address: ada.identity.owner.address }),
})

const blocksOf = async ({ node: { chain } }: TestNode, height: bigint) => {
  const numbers = Array.from({ length: Number(height) + 1 }, (_, index) => BigInt(index))
  return await Promise.all(numbers.map(async (blockNumber) => (await chain.client.getBlock({ blockNumber })).hash))
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'))
  file = join(folder, 'town.age')
  node = await startTestNode()
  town = createTown({ url: node.url })
  const people = { ada: createPerson(town, 'Ada'), ben: createPerson(town, 'Ben'), eve: createPerson(town, 'Eve') }
  const charter = { name: 'Lime Street', purpose: 'Soup.', place: 'Turin', language: 'en' }
  const skills = [{ skill: TEACHING, level: 6 }]
  await createAndFound(town, { identity: people.ada.identity, template: LIVING, ...charter, skills })
  for (const { identity } of [people.ben, people.eve]) await createAndJoin(town, { identity, communityId, skills })
  ada = await settleIn(town, { person: people.ada, walletId: 1, communityId, epoch: 1 })
  ben = await settleIn(town, { person: people.ben, walletId: 2, communityId, epoch: 1 })
  const gig = { skill: COOKING, commitment: 5, durationDays: 7, title: 'Soup for twelve' }
  const { records } = ada
  const { gigId, ...created } = await createGig(town, { records, ...gig })
  record = created.record
  const picture = { bytes, mime: 'image/webp', width: 800, height: 600, alt: 'The pot' } as const
  photo = await uploadAttachment(town, { records, communityId, picture })
  await writeComment(town, { records, gigId, text: 'This one.', attachments: [photo] })
  const { identity } = ada
  await saveBackup(town, { identity, backup: encryptIdentity(town, { identity, passphrase: 'of Ada herself' }) })
})

afterAll(async () => {
  for (const resident of [ada, ben]) resident?.records.close()
  await restored?.stop()
  await node?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Ada's credits go into an escrow and come back. */
const act = async (at: Town, { records, identity }: Resident) => {
  const { gigId } = await createGig(at, { records, skill: COOKING, commitment: 1, durationDays: 7, title: 'Bread' })
  await cancelGig(at, { identity, gigId })
}

test('while people act, everything that was answered before it is in it', async () => {
  await act(town, ada)
  const answered = await see(town)
  const height = await node.node.chain.height()
  let isBusy = true
  let acts = 0
  const busy = (async () => {
    while (isBusy) {
      await act(town, ada)
      acts += 1
    }
  })()
  const { code, said } = await run(['backup', 'town.age'], { home: node.home })
  isBusy = false
  await busy
  expect([code, said]).toEqual([0, expect.stringContaining(`${file} holds everything`)])
  // Nobody had to stop for it.
  expect(acts).toBeGreaterThan(0)
  expect(statSync(file).mode & 0o777).toBe(0o600)

  const home = newHome()
  expect(await run(['restore', 'town.age'], { home })).toMatchObject({ code: 0 })
  restored = await startTestNode({ home })
  const at = createTown({ url: restored.url })
  const now = await see(at)
  const blocks = await blocksOf(restored, await restored.node.chain.height())
  expect(blocks.slice(0, Number(height) + 1)).toEqual(await blocksOf(node, height))
  // The rest is what happened during the backup.
  expect(await blocksOf(node, BigInt(blocks.length - 1))).toEqual(blocks)
  expect(now.history.items.slice(-answered.history.items.length)).toEqual(answered.history.items)
  expect(now.statement.items.slice(-answered.statement.items.length)).toEqual(answered.statement.items)
  expect(now.backup).toEqual(answered.backup)
  const { vault, treasury, escrow, roster } = now.community
  expect(roster.reduce((sum, { balance }) => sum + balance, vault + treasury + escrow)).toBe(96_000n * CREDIT)
})

test('there, members read what they wrote, and go on', async () => {
  if (!restored) throw new Error('nothing was restored')
  const at = createTown({ url: restored.url })
  const there = await settleIn(at, { person: ben, walletId: 2, communityId, epoch: 1 })
  expect(await getRecord(at, { records: there.records, recordId: record })).toMatchObject({
    content: { title: 'Soup for twelve' },
  })
  const shown = await getAttachment(at, { records: there.records, communityId, attachment: photo })
  expect(Buffer.from(shown).equals(bytes)).toBe(true)
  // Its steward still holds the keys of the town.
  const cleo = createPerson(at, 'Cleo')
  const skills = [{ skill: COOKING, level: 2 }]
  const { walletId } = await createAndJoin(at, { identity: cleo.identity, communityId, skills })
  const newcomer = await settleIn(at, { person: cleo, walletId, communityId, epoch: 1 })
  const opened = await getRecord(at, { records: newcomer.records, recordId: record })
  expect(opened).toMatchObject({ content: { title: 'Soup for twelve' } })
  const before = await getStatement(at, { walletId: ben.walletId })
  await act(at, there)
  const after = await getStatement(at, { walletId: ben.walletId })
  expect(after.items.slice(2)).toEqual(before.items)
  // Mailboxes are read in order of arrival: what comes now comes after what was there.
  const { rows } = await restored.node.pool.query('select count(*) = count(distinct seq) as unique from town.record')
  expect(rows).toEqual([{ unique: true }])
  for (const { records } of [there, newcomer]) records.close()
})

test('a node that was stopped is backed up as well, and both are the same', async () => {
  const before = await see(town)
  const height = await node.node.chain.height()
  const blocks = await blocksOf(node, height)
  await restored?.stop()
  restored = undefined
  for (const resident of [ada, ben]) resident.records.close()
  await node.stop({ keepHome: true })
  const { home } = node
  const stopped = await run(['backup', 'stopped.age'], { home })
  expect(stopped.code).toBe(0)
  const elsewhere = newHome()
  expect((await run(['restore', 'stopped.age'], { home: elsewhere })).code).toBe(0)
  rmSync(home, { recursive: true })
  node = await startTestNode({ home: elsewhere })
  expect(await node.node.chain.height()).toBe(height)
  expect(await blocksOf(node, height)).toEqual(blocks)
  const now = await see(createTown({ url: node.url }))
  expect(now).toEqual(before)
})

test('error: each says what is wrong, and leaves everything as it was', async () => {
  const parts = (home: string) => ({ config: { home, databaseUrl: undefined }, log: node.node.log })
  const restore = (name: string, home: string) =>
    reasonOf(restoreBackup(parts(home), { path: join(folder, name), passphrase: PASSPHRASE }))
  const backUp = (name: string, home: string) =>
    reasonOf(createBackup(parts(home), { path: join(folder, name), passphrase: PASSPHRASE }))
  const [empty, filled] = [newHome(), newHome()]
  mkdirSync(filled)
  writeFileSync(join(filled, 'photo.jpg'), '')
  writeFileSync(join(folder, 'foreign.age'), 'a letter')
  const unknown = { migrations: ['9999_future.sql'], homeVersion: 1, formatVersion: 1 }
  for (const [name, newer] of [
    ['database.age', unknown],
    ['home.age', { ...unknown, migrations: [], homeVersion: 1000 }],
    ['format.age', { ...unknown, migrations: [], formatVersion: 1000 }],
  ] satisfies [string, Partial<Manifest>][]) {
    await writeManifest(join(folder, name), newer)
    expect(await restore(name, empty)).toContain('was made by a newer version of this program')
  }
  expect(await restore('foreign.age', filled)).toContain(`${filled} is not empty`)
  expect(await restore('foreign.age', empty)).toContain('is no backup of Distributed Town')
  expect(await restore('missing.age', empty)).toContain("can't be read")
  expect(await backUp('foreign.age', node.home)).toContain('foreign.age exists already')
  expect(await backUp('new.age', empty)).toContain(`there is no node in ${empty}`)
  expect(await run(['backup', 'short.age'], { home: node.home, passphrase: 'soup' })).toEqual({
    code: 1,
    said: 'a passphrase has at least 12 characters: four or five words do well',
  })
  expect(readdirSync(filled)).toEqual(['photo.jpg'])
  expect(existsSync(empty)).toBe(false)
})

test('error: a node does not start on the rest of a restore', async () => {
  const home = newHome()
  mkdirSync(home)
  writeFileSync(join(home, RESTORE_MARK), '')
  expect(await reasonOf(startTestNode({ home }))).toContain('was cut off: empty the folder and restore again')
})

const reasonOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'it was accepted',
    (error: Error) => error.message,
  )

const writeManifest = (path: string, versions: Partial<Manifest>) => {
  const manifest = { format: 'distributed-town-backup', createdAt: '', tables: [], ...versions }
  const bytes = Buffer.from(JSON.stringify(manifest))
  async function* entries() {
    yield { name: MANIFEST, size: bytes.length, content: contentOf(bytes) }
  }
  return writeArchive({ path, passphrase: PASSPHRASE, entries: entries(), workFactor: 8 })
}
