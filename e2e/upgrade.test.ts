import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  createAndJoin,
  createGig,
  createIdentity,
  createTown,
  getRecord,
  listComments,
  type Town,
} from '@distributed-town/sdk'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { restoreBackup } from '../apps/node/src/home-backup/restore.ts'
import { HOME_VERSION } from '../apps/node/src/home-version.ts'
import { startTestNode, type TestNode } from '../apps/node/test/node.ts'
import { createPerson, settleIn } from './resident.ts'

// A home that an earlier version left behind, with everything that people did there (homes/README.md).

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const fileOf = (name: string) => fileURLToPath(new URL(`homes/${name}`, import.meta.url))

const { blocks, answers, record } = z
  .object({
    blocks: z.array(z.string()),
    answers: z.record(z.string(), z.unknown()),
    record: z.templateLiteral(['0x', z.string()]),
  })
  .parse(JSON.parse(readFileSync(fileOf('one-gig.json'), 'utf8')))

const COOKING = 11
const communityId = 1

let home: string
let node: TestNode
let town: Town

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'upgrade-'))
  const parts = { config: { home, databaseUrl: undefined }, log: pino({ level: 'silent' }) }
  await restoreBackup(parts, { path: fileOf('one-gig.age'), passphrase: 'an old town of three' })
  // As it was then.
  expect(existsSync(join(home, 'chain/journal'))).toBe(true)
  node = await startTestNode({ home })
  town = createTown({ url: node.url })
})
afterAll(() => node?.stop())

test('the home and the database are of this version', async () => {
  expect(readFileSync(join(home, 'version'), 'utf8')).toBe(`${HOME_VERSION}\n`)
  const { rows } = await node.node.pool.query('select count(*)::int as count from public.applied_migration')
  expect(rows[0]?.count).toBeGreaterThan(3)
})

test('the chain is the same, block for block', async () => {
  const { client, height } = node.node.chain
  expect(await height()).toBe(BigInt(blocks.length - 1))
  const now = await Promise.all(blocks.map((_, number) => client.getBlock({ blockNumber: BigInt(number) })))
  expect(now.map(({ hash }) => hash)).toEqual(blocks)
})

test.each(Object.keys(answers))('it answers as it did: %s', async (path) => {
  expect(await (await fetch(`${node.url}${path}`)).json()).toMatchObject(answers[path] as object)
})

test('members read what was written, and go on; who joins now reads it too', async () => {
  const [ada, dan] = [{ name: 'Ada', identity: createIdentity(new Uint8Array(32).fill(1)) }, createPerson(town, 'Dan')]
  const there = await settleIn(town, { person: ada, walletId: 1, communityId, epoch: 1 })
  const soup = { content: { title: 'Soup for twelve', description: 'No meat.' } }
  expect(await getRecord(town, { records: there.records, recordId: record })).toMatchObject(soup)
  const comments = await listComments({ records: there.records, gigRecord: record })
  expect(comments).toMatchObject([{ content: { text: 'There are leeks.' } }])
  await createGig(town, { records: there.records, skill: COOKING, commitment: 1, durationDays: 7, title: 'Jam' })
  const skills = [{ skill: COOKING, level: 2 }]
  const { walletId } = await createAndJoin(town, { identity: dan.identity, communityId, skills })
  const newcomer = await settleIn(town, { person: dan, walletId, communityId, epoch: 1 })
  expect(await getRecord(town, { records: newcomer.records, recordId: record })).toMatchObject(soup)
  for (const { records } of [there, newcomer]) records.close()
})

test('error: the program before it refuses the database, and a home that is newer', async () => {
  await node.node.pool.query(`insert into public.applied_migration (name, sha256) values ('9999_future.sql', '')`)
  await node.stop({ keepHome: true })
  await expect(startTestNode({ home })).rejects.toThrow(
    'the database is newer than this program: it has the migration 9999_future.sql',
  )
  rmSync(home, { recursive: true })
})
