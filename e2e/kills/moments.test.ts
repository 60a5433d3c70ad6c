import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { childrenOf, isRunning, listChildren, waitFor } from '../../apps/node/test/process.ts'
import {
  act,
  checkAll,
  createCrew,
  familyOf,
  isThere,
  kill,
  killOne,
  LONGEST_ACT,
  openHome,
  pidOf,
  ROUNDS,
  removeHome,
  say,
  someActs,
  start,
  TIMEOUT,
} from './crew.ts'

test(
  'kill -9 of one process of the database: the node goes on',
  async () => {
    const crew = createCrew('backend')
    const node = start()
    const town = crew.books.open(await node.url)
    /** The server replaces all of its processes. @returns those that were there. */
    const killBackend = (): readonly number[] => {
      const backends = listChildren(childrenOf(pidOf(node)).get('postgres') ?? 0).map(({ pid }) => pid)
      killOne(backends[crew.random.int(backends.length)] ?? 0)
      return backends
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      await act(crew, town, async () => {
        await someActs(crew)
        const backends = killBackend()
        await waitFor(() => !backends.some(isRunning), 30_000)
        await sleep(crew.random.int(LONGEST_ACT))
      })
      expect(isRunning(pidOf(node))).toBe(true)
      // The database takes a moment to recover.
      await expect.poll(() => isThere(town), { timeout: 30_000 }).toBe(true)
      await crew.books.check(town)
    }
    // The node too, while the database recovers: it must not stay behind.
    killBackend()
    await sleep(crew.random.int(4 * LONGEST_ACT))
    await kill(node, [pidOf(node)])
    await checkAll(crew)
    say('backend', crew)
  },
  TIMEOUT,
)

test(
  'kill -9 of all during a dump',
  async () => {
    const crew = createCrew('dump')
    for (let round = 0; round < ROUNDS; round += 1) {
      const node = start()
      const town = crew.books.open(await node.url)
      await crew.books.check(town)
      await act(crew, town, async () => {
        await someActs(crew)
        node.child.kill('SIGTERM')
        // Written aside: there is such a file for as long as the dump is not whole.
        const dump = join(openHome(), 'chain/state.json.new')
        await waitFor(() => existsSync(dump) || !isRunning(pidOf(node)), 30_000)
        await sleep(crew.random.int(3))
        await kill(node, familyOf(node))
      })
    }
    await checkAll(crew)
    say('dump', crew)
  },
  TIMEOUT,
)

test(
  'kill -9 of all during the first start',
  async () => {
    const crew = createCrew('first start')
    let longest = 1500
    for (let round = 0; round < ROUNDS; round += 1) {
      removeHome()
      const broken = start()
      await Promise.race([sleep(crew.random.int(longest)), broken.ended])
      await kill(broken, familyOf(broken))
      const from = Date.now()
      const node = start()
      await node.url
      longest = Date.now() - from
      await kill(node, familyOf(node))
    }
    const node = start()
    const town = crew.books.open(await node.url)
    await act(crew, town, () => someActs(crew))
    await kill(node, familyOf(node))
    await checkAll(crew)
    // People act after the last of the starts only.
    say('first start', crew, { least: 1 })
  },
  TIMEOUT,
)
