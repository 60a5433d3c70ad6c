import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getHealth, isTownError, listCommunities, type Town } from '@distributed-town/sdk'
import { afterEach, expect } from 'vitest'
import { clearChain } from '../../apps/node/src/db/chain/cursor.ts'
import { chainTables } from '../../apps/node/src/db/chain/tables.ts'
import { createIndexer } from '../../apps/node/src/indexer/loop.ts'
import type { Node } from '../../apps/node/src/node.ts'
import { startTestNode } from '../../apps/node/test/node.ts'
import { isRunning, listChildren, type NodeProcess, startProcess, waitFor } from '../../apps/node/test/process.ts'
import { createRandom, type Random } from '../../apps/node/test/random.ts'
import { type Books, createBooks } from './books.ts'
import { createStreet, type Street } from './street.ts'

// Neighbours act while parts of their node are killed at random moments. After each start everything that was acknowledged must be there,
// once, in the same blocks. KILL_ROUNDS kills of each target; KILL_SEED repeats the choices of a run (not its timing, which is the machine's).

export const ROUNDS = Number(process.env.KILL_ROUNDS || 6)
const SEED = Number(process.env.KILL_SEED || Math.floor(Math.random() * 2 ** 31))
export const TIMEOUT = 60_000 + ROUNDS * 30_000
/** Acts that the neighbours get done before a kill, at most, and the milliseconds of one: the kill comes in the middle of one. */
const MOST_ACTS = 8
export const LONGEST_ACT = 60

process.stdout.write(`KILL_SEED=${SEED} KILL_ROUNDS=${ROUNDS}\n`)

/** Of the test that runs. */
let home: string | undefined
let running: NodeProcess | undefined

export const openHome = (): string => {
  home ??= mkdtempSync(join(tmpdir(), 'town-'))
  return home
}

/** As if there had been no start. */
export const removeHome = (): void => {
  if (home) rmSync(home, { recursive: true })
  home = undefined
}

export const start = (): NodeProcess => {
  running = startProcess({ TOWN_HOME: openHome(), LOG_LEVEL: 'fatal' })
  return running
}

/** Kills the processes and waits until all of the node is gone, as after a power cut. */
export const kill = async (node: NodeProcess, pids: readonly number[]): Promise<void> => {
  const family = familyOf(node)
  for (const pid of pids) killOne(pid)
  await node.ended
  await waitFor(() => !family.some(isRunning), 30_000)
}

export const killOne = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It ended by itself.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

export const pidOf = ({ child }: NodeProcess): number => child.pid ?? 0
export const familyOf = (node: NodeProcess): readonly number[] => [
  pidOf(node),
  ...listChildren(pidOf(node)).map(({ pid }) => pid),
]

afterEach(async () => {
  const [node, folder] = [running, home]
  running = undefined
  home = undefined
  if (node) await kill(node, [pidOf(node)])
  if (folder) rmSync(folder, { recursive: true, force: true })
}, TIMEOUT)

export type Crew = { readonly books: Books; readonly street: Street; readonly random: Random }

export const createCrew = (target: string): Crew => {
  const random = createRandom(SEED + target.length)
  const books = createBooks()
  return { random, books, street: createStreet({ name: 'Lime Street', books, random }) }
}

/** Lets the neighbours act on a node until `end` resolves. */
export const act = async ({ books, street }: Crew, town: Town, end: () => Promise<void>): Promise<void> => {
  let over = false
  const isOver = () => over
  const watch = async () => {
    while (!isOver()) {
      // It may be gone.
      await books.seeBlock(town).catch(() => undefined)
      await sleep(20)
    }
  }
  const lives = Promise.all([watch(), street.live(town, { isOver })])
  await Promise.all([
    lives,
    end().finally(() => {
      over = true
    }),
  ])
}

export const someActs = async ({ books, random }: Crew): Promise<void> => {
  const { acts } = books.count()
  const more = 1 + random.int(MOST_ACTS)
  await waitFor(() => books.count().acts >= acts + more, 30_000)
  await sleep(random.int(LONGEST_ACT))
}

/** The last start of a target: the tables must be those of a fresh index, too. */
export const checkAll = async ({ books }: Crew): Promise<void> => {
  const node = await startTestNode({ home: openHome() })
  try {
    await books.check(books.open(node.url))
    const kept = await readTables(node.node)
    await clearChain(node.node.pool)
    await createIndexer(node.node).indexTo(await node.node.chain.height())
    expect(await readTables(node.node)).toEqual(kept)
  } finally {
    await node.stop({ keepHome: true })
  }
}

export const isThere = async (town: Town): Promise<boolean> => {
  try {
    const { status, lag } = await getHealth(town)
    await listCommunities(town)
    return status === 'ok' && lag === 0
  } catch (error) {
    if (isTownError(error)) return false
    throw error
  }
}

/** Everything that was read from the chain. */
const readTables = async ({ pool }: Node): Promise<unknown> =>
  Promise.all(
    chainTables.map(async ({ name }) => (await pool.query(`select t::text as row from ${name} t order by 1`)).rows),
  )

export const say = (target: string, { books }: Crew, { least = ROUNDS }: { readonly least?: number } = {}): void => {
  const { acts, unknown, records, blocks } = books.count()
  process.stdout.write(
    `${target}: ${ROUNDS} kills, ${acts} acts and ${records} records acknowledged, ${unknown} answers lost, ${blocks} blocks seen\n`,
  )
  // A round in which nobody got to do anything would show nothing.
  expect(acts).toBeGreaterThanOrEqual(least)
}
