import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getHealth } from '@distributed-town/sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isRunning, type NodeProcess, startProcess, waitFor } from '../../apps/node/test/process.ts'
import { createRandom } from '../../apps/node/test/random.ts'
import { createBooks } from './books.ts'
import { createStreet } from './street.ts'

const TIMEOUT = 180_000
/** Enough for a new node and some acts. */
const DISK = '220m'
/** Milliseconds that people go on for when the disk is full. */
const LONG = 4_000

let home: string
let disk: ChildProcess
let running: NodeProcess | undefined

/** A small disk that only processes with its mount namespace see. */
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'town-'))
  const script = `mount -t tmpfs -o size=${DISK},mode=0755 town "$1" && echo mounted && exec sleep 600`
  disk = spawn('unshare', ['--mount', 'sh', '-c', script, 'sh', home], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve, reject) => {
    disk.stdout?.once('data', resolve)
    disk.once('close', () => reject(new Error('there is no disk')))
  })
})

afterEach(async () => {
  running?.child.kill('SIGKILL')
  await running?.ended
  disk.kill('SIGKILL')
  rmSync(home, { recursive: true, force: true })
}, TIMEOUT)

const start = (): NodeProcess => {
  running = startProcess({ TOWN_HOME: home }, { through: ['nsenter', `--target=${disk.pid}`, '--mount', '--wd=/'] })
  return running
}

const ballast = () => join(`/proc/${disk.pid}/root`, home, 'ballast')

const fill = (): void => {
  const file = openSync(ballast(), 'w')
  const block = Buffer.alloc(4096, 1)
  try {
    for (;;) writeSync(file, block)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  } finally {
    closeSync(file)
  }
}

// Only root may mount; whoever else runs the tests has the tests of what doesn't fit into a file (apps/node/test/home.test.ts).
if (spawnSync('unshare', ['--mount', 'true']).status === 0) {
  test(
    'a full disk: acts are refused or the node says why it ends; with room again everything goes on, and nothing is lost',
    async () => {
      const books = createBooks()
      const street = createStreet({ name: 'Lime Street', books, random: createRandom(1) })
      const acts = () => books.count().acts
      const live = async (node: NodeProcess, end: () => Promise<void>) => {
        const town = books.open(await node.url)
        let over = false
        const life = street.live(town, { isOver: () => over })
        await end()
        over = true
        await life
        return town
      }
      const moreActs = async () => {
        const before = acts()
        await waitFor(() => acts() > before + 3, 60_000)
      }

      const first = start()
      await live(first, async () => {
        await moreActs()
        fill()
        await sleep(LONG)
      })
      if (!isRunning(first.child.pid ?? 0)) {
        expect(await first.ended).toBe(1)
        expect(first.stderr()).toMatch(/No space left|does not answer|ended/)
      }
      rmSync(ballast())

      const next = isRunning(first.child.pid ?? 0) ? first : start()
      const town = books.open(await next.url)
      await expect.poll(() => getHealth(town), { timeout: 60_000 }).toMatchObject({ status: 'ok', lag: 0 })
      await books.check(town)
      await live(next, moreActs)
      next.child.kill('SIGTERM')
      expect(await next.ended).toBe(0)

      await books.check(books.open(await start().url))
    },
    TIMEOUT,
  )
} else {
  test('a full disk needs root', () => expect(process.getuid?.()).not.toBe(0))
}
