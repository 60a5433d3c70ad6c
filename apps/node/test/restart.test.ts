import { chmodSync, cpSync, renameSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { gigsAbi } from '@distributed-town/protocol'
import { afterEach, expect, test } from 'vitest'
import { HomeInUseError } from '../src/home.ts'
import { startTestNode, type TestNode } from './node.ts'
import { founding, get, gigCreation, joining, newPerson, nextNonce, relay } from './requests.ts'

const TIMEOUT = 120_000

const running: TestNode[] = []
const start = async (options?: Parameters<typeof startTestNode>[0]) => {
  const node = await startTestNode(options)
  running.push(node)
  return node
}

afterEach(async () => {
  // The last one first: they may share a folder.
  for (const node of running.splice(0).toReversed()) await node.stop()
}, TIMEOUT)

/** A town of three with a gig. */
const settle = async (node: TestNode) => {
  const people = [newPerson(), newPerson(), newPerson()] as const
  const [founder, ...others] = people
  expect((await relay(node, founder, { ...founding(node), gas: 1_000_000n })).status).toBe(200)
  for (const person of others) expect((await relay(node, person, joining(node, 1))).status).toBe(200)
  expect((await relay(node, founder, gigCreation(node, 'first'))).status).toBe(200)
  return founder
}

/** All that people see of the town. */
const see = async (node: TestNode) => ({
  deployment: node.node.deployment,
  block: (await node.node.chain.client.getBlock()).hash,
  community: (await get(node, '/api/communities/1')).body,
  gigs: (await get(node, '/api/communities/1/gigs')).body,
  history: (await get(node, '/api/communities/1/history')).body,
})

test(
  'a second start finds everything as it was, and goes on',
  async () => {
    const first = await start()
    const founder = await settle(first)
    const before = await see(first)
    await first.stop({ keepHome: true })

    const second = await start({ home: first.home })
    expect(await see(second)).toEqual(before)
    expect(before.gigs).toMatchObject({ items: [{ state: 'Open' }] })
    expect(await nextNonce(second, founder.address)).toBe(2n)
    expect((await relay(second, founder, gigCreation(second, 'second'))).status).toBe(200)
  },
  TIMEOUT,
)

test(
  'what was answered before the chain was killed is there again, in the same blocks',
  async () => {
    const first = await start()
    const founder = await settle(first)
    const before = await see(first)
    process.kill(first.children.anvil.pid, 'SIGKILL')
    expect(await first.failed).toContain('anvil ended (SIGKILL)')
    await first.stop({ keepHome: true })

    const second = await start({ home: first.home })
    expect(await see(second)).toEqual(before)
    expect((await relay(second, founder, gigCreation(second, 'second'))).status).toBe(200)
  },
  TIMEOUT,
)

test(
  'a chain that was killed after a dump',
  async () => {
    const first = await start()
    await first.stop({ keepHome: true })
    // What was dumped at the stop is loaded here, what comes now is in the journal only.
    const second = await start({ home: first.home })
    const founder = await settle(second)
    const before = await see(second)
    process.kill(second.children.anvil.pid, 'SIGKILL')
    await second.failed
    await second.stop({ keepHome: true })

    const third = await start({ home: first.home })
    expect(await see(third)).toEqual(before)
    expect(await nextNonce(third, founder.address)).toBe(2n)
  },
  TIMEOUT,
)

test(
  'a clock that went back does not stop the town',
  async () => {
    const first = await start({ ahead: 86_400 })
    const founder = await settle(first)
    const time = first.node.chain.time()
    await first.stop({ keepHome: true })

    const second = await start({ home: first.home })
    expect((await relay(second, founder, gigCreation(second, 'second'))).status).toBe(200)
    expect(second.node.chain.time()).toBeGreaterThanOrEqual(time - 1)
  },
  TIMEOUT,
)

test(
  'what the chain shows agrees with the index',
  async () => {
    const node = await start()
    await settle(node)
    const { gigs } = node.node.deployment.contracts
    const { body } = await get(node, '/api/communities/1/gigs')
    const [{ id }] = (body as { items: [{ id: string }] }).items
    const gig = await node.node.chain.client.readContract({
      address: gigs,
      abi: gigsAbi,
      functionName: 'gig',
      args: [BigInt(id)],
    })
    expect(gig).toMatchObject({ creator: 1, state: 2, skill: 10 })
  },
  TIMEOUT,
)

test(
  'error: two nodes in one folder',
  async () => {
    const node = await start()
    await expect(startTestNode({ home: node.home })).rejects.toThrow(HomeInUseError)
    expect((await get(node, '/api/health')).status).toBe(200)
  },
  TIMEOUT,
)

test.each(['lost', 'damaged'])(
  'a %s dump: the chain is made again from its first block, and the blocks are the same',
  async (what) => {
    const node = await start()
    const founder = await settle(node)
    const before = await see(node)
    await node.stop({ keepHome: true })
    const dump = join(node.home, 'chain/state.json')
    if (what === 'lost') rmSync(dump)
    else truncateSync(dump, 1000)

    const second = await start({ home: node.home })
    expect(await see(second)).toEqual(before)
    expect((await relay(second, founder, gigCreation(second, 'second'))).status).toBe(200)
  },
  TIMEOUT,
)

test(
  'error: parts of another home, missing parts and damaged ones: nothing is changed, and with the right ones it goes on',
  async () => {
    const [node, other] = [await start(), await start()]
    const before = await see(node)
    await Promise.all([node.stop({ keepHome: true }), other.stop({ keepHome: true })])
    const refusal = () =>
      startTestNode({ home: node.home }).then(
        () => 'started',
        ({ message }: Error) => message,
      )
    const tryWith = async (name: string, change: (path: string) => void): Promise<string> => {
      const path = join(node.home, name)
      const kept = `${path}.kept`
      renameSync(path, kept)
      cpSync(kept, path, { recursive: true })
      change(path)
      const said = await refusal()
      rmSync(path, { recursive: true, force: true })
      renameSync(kept, path)
      return said
    }
    const remove = (path: string) => rmSync(path, { recursive: true })
    const takeFrom = (name: string) =>
      tryWith(name, (path) => {
        remove(path)
        renameSync(join(other.home, name), path)
      })
    expect(await takeFrom('chain/state.json')).toContain('do not belong together: restore both from one backup')
    expect(await takeFrom('deployment.json')).toContain('do not belong together')
    expect(await takeFrom('postgres/data')).toContain('another password')
    const control = await tryWith('postgres/data/global/pg_control', (path) => {
      truncateSync(path, 10)
      chmodSync(path, 0o644)
    })
    expect(control).toContain('are damaged, restore the folder')
    for (const name of ['operator.key', 'relayer.key', 'secret', 'postgres.password', 'postgres/data']) {
      expect(await tryWith(name, remove)).toBe(`${name} of ${node.home} is missing: restore the folder from a backup`)
    }
    for (const name of ['operator.key', 'relayer.key', 'deployment.json']) {
      expect(await tryWith(name, (path) => truncateSync(path, 10))).toBe(
        `${join(node.home, name)} is damaged: restore it from a backup`,
      )
    }
    const again = await start({ home: node.home })
    expect(await see(again)).toEqual(before)
    rmSync(other.home, { recursive: true })
  },
  TIMEOUT,
)

test(
  'a block that could not be indexed is indexed a moment later',
  async () => {
    const node = await start()
    await node.node.pool.query('alter table chain.cursor rename to hidden')
    const founded = await relay(node, newPerson(), { ...founding(node), gas: 1_000_000n })
    expect(founded).toMatchObject({ status: 503, body: { code: 'NOT_READY' } })
    await node.node.pool.query('alter table chain.hidden rename to cursor')
    await expect.poll(async () => (await get(node, '/api/communities/1')).status, { timeout: 10_000 }).toBe(200)
  },
  TIMEOUT,
)
