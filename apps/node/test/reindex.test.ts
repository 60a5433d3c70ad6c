import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { chainTables } from '../src/db/chain/tables.ts'
import { foundTown } from './indexer/story.ts'
import { startTestNode, type TestNode } from './node.ts'
import { startProcess } from './process.ts'

const TIMEOUT = 120_000
const MAIN = fileURLToPath(new URL('../src/reindex.ts', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'town-'))

afterAll(() => rmSync(home, { recursive: true, force: true }))

const reindex = async (folder = home) => {
  const { ended, stdout, stderr } = startProcess({ TOWN_HOME: folder }, { main: MAIN })
  return { end: await ended, stdout: stdout(), stderr: stderr() }
}

const readAll = async ({ node }: TestNode, tables: readonly string[]) =>
  Promise.all(tables.map(async (name) => (await node.pool.query(`select * from ${name} t order by t::text`)).rows))

const chain = chainTables.map(({ name }) => name)
const town = ['town.record', 'town.steward_key', 'town.epoch_key', 'town.key_wrap', 'town.backup']

test(
  'the chain is read again, what people entrusted to the node stays',
  async () => {
    const first = await startTestNode({ home })
    await foundTown(first)
    await first.node.pool.query(`insert into town.backup (address, backup, saved_at) values ('0x01', 'secret', 7)`)
    const [ofChain, ofTown] = [await readAll(first, chain), await readAll(first, town)]
    // As a fault of an earlier version would have left it.
    await first.node.pool.query(`update chain.community set name = 'wrong'`)
    await first.node.pool.query('delete from chain.history')

    expect(await reindex()).toEqual({ end: 1, stdout: '', stderr: expect.stringContaining('another node is running') })
    expect((await first.node.pool.query('select name from chain.community')).rows).toEqual([{ name: 'wrong' }])
    await first.stop({ keepHome: true })

    expect(await reindex()).toEqual({
      end: 0,
      stdout: expect.stringMatching(/^read again up to block \d+: [1-9]\d* entries of histories\n$/),
      stderr: '',
    })
    const second = await startTestNode({ home })
    expect(await readAll(second, chain)).toEqual(ofChain)
    expect(await readAll(second, town)).toEqual(ofTown)
    // As it was before a migration that wants more of the events.
    await second.node.pool.query(`delete from public.applied_migration where name >= '0014_activity.sql'`)
    await second.node.pool.query('alter table chain.wallet drop column active_at')
    await second.node.pool.query('drop index chain.history_community_type, chain.statement_payment')
    await second.stop({ keepHome: true })

    const third = await startTestNode({ home })
    expect(await readAll(third, chain)).toEqual(ofChain)
    expect(await readAll(third, town)).toEqual(ofTown)
    expect((await third.node.pool.query('select * from chain.rereading')).rows).toEqual([])
    await third.stop({ keepHome: true })
  },
  TIMEOUT,
)

test(
  'a folder without a node is told, and stays empty',
  async () => {
    const folder = join(home, 'nobody')
    const { end, stderr } = await reindex(folder)
    expect([end, stderr]).toEqual([1, expect.stringContaining(`there is no node in ${folder}`)])
  },
  TIMEOUT,
)
