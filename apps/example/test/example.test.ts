import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type CommunityWithRoster,
  CREDIT,
  createIdentity,
  createTown,
  type Gig,
  getCommunity,
  getExample,
  getExampleKey,
  getHealth,
  getRecord,
  getWallet,
  isTownError,
  keyFromHex,
  listCommunities,
  listGigs,
  MAX_PAGE,
  openRecords,
  RecordKind,
  SUPPLY,
  SUSTAINING_SCORE,
  type Town,
} from '@distributed-town/sdk'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { listChildren, type NodeProcess, startProcess } from '../../node/test/process.ts'
import { roundsOf } from '../src/story.ts'
import { towns } from '../src/towns.ts'

// One home from its first start on, which is killed in the middle: what is there in the end is the story, once.

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const home = mkdtempSync(join(tmpdir(), 'town-'))
let node: NodeProcess | undefined

const start = async (args: readonly string[] = []): Promise<Town> => {
  node = startProcess({ TOWN_HOME: home, EXAMPLE: 'on', LOG_LEVEL: 'error' }, { args })
  return createTown({ url: await node.url })
}

const end = async (signal: NodeJS.Signals) => {
  node?.child.kill(signal)
  await node?.ended
  node = undefined
}

/** Looks again until it is so. */
const until = async (isSo: () => Promise<boolean>) => {
  while (!(await isSo())) await sleep(250)
}

type Network = readonly { readonly community: CommunityWithRoster; readonly gigs: readonly Gig[] }[]

const readNetwork = async (town: Town): Promise<Network> => {
  const { items } = await listCommunities(town, { limit: MAX_PAGE })
  return Promise.all(
    items.map(async ({ id }) => ({
      community: await getCommunity(town, { communityId: id }),
      gigs: (await listGigs(town, { communityId: id, limit: MAX_PAGE })).items,
    })),
  )
}

let town: Town
let network: Network

beforeAll(async () => {
  const first = await start()
  // In the middle: some gigs are rated, others are on their way.
  await until(
    async () =>
      (await readNetwork(first)).flatMap(({ gigs }) => gigs).filter((gig) => gig.state === 'Rated').length > 20,
  )
  expect(await getHealth(first)).toMatchObject({ example: 'beginning' })
  await end('SIGKILL')
  town = await start()
  await until(async () => (await getHealth(town)).example === 'finished')
  network = await readNetwork(town)
})

afterAll(async () => {
  await end('SIGKILL')
  rmSync(home, { recursive: true, force: true })
})

test('every town has its 96,000 credits', () => {
  for (const { community } of network) {
    const { vault, escrow, treasury, roster } = community
    const held = roster.reduce((sum, { balance }) => sum + balance, vault + escrow + treasury)
    expect([community.name, held]).toEqual([community.name, BigInt(SUPPLY) * CREDIT])
  }
})

test('the story happened, and nothing of it twice', async () => {
  const { residents } = await getExample(town)
  const expected = towns.map((story) => {
    const arrived = towns.filter(({ moving }) => moving?.to === story.slug).length
    const gone = [story.leaving, story.moving].filter((each) => each !== undefined).length
    const gigs = roundsOf(story).flat()
    return [
      story.name,
      story.people.length + arrived - gone,
      gigs.map(({ by, title, end }) => `${by}: ${title}: ${STATES[end]}`).sort(),
    ]
  })
  const found = network.map(async ({ community, gigs }) => {
    const reader = residents.find(({ owner }) => community.roster.some((member) => member.owner === owner))
    if (!reader) throw new Error(`nobody of ${community.name} is of the example`)
    const { secret } = await getExampleKey(town, { owner: reader.owner })
    const records = await openRecords(town, { identity: createIdentity(keyFromHex(secret)) })
    await records.keyring.wait(community.id, community.epoch, 60_000)
    const nameOf = new Map(
      await Promise.all(
        residents.map(async ({ owner, name }) => {
          const member = community.roster.find((each) => each.owner === owner)
          return [member?.walletId, name] as const
        }),
      ),
    )
    const told = await Promise.all(
      gigs.map(async ({ record, creator, state }) => {
        const { kind, content } = await getRecord(town, { records, recordId: record })
        return `${nameOf.get(creator)}: ${kind === RecordKind.Gig ? content.title : kind}: ${state}`
      }),
    )
    records.close()
    return [community.name, community.members, told.sort()]
  })
  const byName = (all: readonly (readonly unknown[])[]) => new Map(all.map((each) => [each[0], each]))
  expect(byName(await Promise.all(found))).toEqual(byName(expected))
})

const STATES = {
  open: 'Open',
  requested: 'Open',
  cancelled: 'Cancelled',
  taken: 'Taken',
  submitted: 'Submitted',
  changes: 'Taken',
  completed: 'Completed',
  rated: 'Rated',
} as const

test('every state of the rules that needs no past is somewhere to be seen', async () => {
  const communities = network.map(({ community }) => community)
  const members = communities.flatMap(({ roster }) => roster)
  const gigs = network.flatMap((each) => each.gigs)
  expect(communities.map((community) => community.members)).toEqual(expect.arrayContaining([1, 2, 3, 24]))
  for (const isActive of [true, false]) expect(communities.some(({ active }) => active === isActive)).toBe(true)
  for (const isFounding of [true, false]) {
    expect(communities.some(({ active, founding }) => active && founding === isFounding)).toBe(true)
  }
  for (const isLow of [true, false]) {
    expect(communities.some(({ score }) => score !== null && score < SUSTAINING_SCORE === isLow)).toBe(true)
  }
  expect(communities.some(({ missingSkills }) => missingSkills.length >= 8)).toBe(true)
  for (const isValidated of [true, false]) expect(members.some(({ validated }) => validated === isValidated)).toBe(true)
  expect(new Set(gigs.map(({ state }) => state))).toEqual(
    new Set(['Open', 'Cancelled', 'Taken', 'Submitted', 'Completed', 'Rated']),
  )
  expect(gigs.some(({ changes, state }) => state === 'Taken' && changes > 0)).toBe(true)
  const { blockTime } = await town.config()
  expect(gigs.some(({ deadline }) => deadline !== null && deadline - blockTime < 2 * 86_400)).toBe(true)
  const wallets = await Promise.all(members.map(({ walletId }) => getWallet(town, { walletId })))
  // Ratings in a skill that is not active: somebody moved to a town of another template.
  expect(
    wallets.some(({ skills, ratings }) =>
      ratings.some(({ skill }) => !skills.some((active) => active.skill === skill)),
    ),
  ).toBe(true)
  expect(wallets.every(({ profile }) => profile !== null)).toBe(true)
})

test('keys: those of invented residents, and of nobody else; they are in one closed file', async () => {
  const example = await getExample(town)
  expect(JSON.stringify(example)).not.toContain('secret')
  const [nadia] = example.residents
  if (!nadia) throw new Error('nobody is there')
  const { secret } = await getExampleKey(town, { owner: nadia.owner })
  expect(createIdentity(keyFromHex(secret)).owner.address).toBe(nadia.owner)
  expect(statSync(join(home, 'example.json')).mode & 0o777).toBe(0o600)
  const [relayer = ''] = [readFileSync(join(home, 'relayer.key'), 'utf8').trim()]
  const { relayer: payer } = await getHealth(town)
  expect(await fetch(`${town.url}/api/example/${payer?.address}`).then(({ status }) => status)).toBe(404)
  expect(readFileSync(join(home, 'example.json'), 'utf8')).not.toContain(relayer.replace(/^0x/, ''))
  expect(await fetch(`${town.url}/api/example/nobody`).then(({ status }) => status)).toBe(400)
})

test('the next start adds nothing, and one with --empty has no shoes for anybody', async () => {
  const { height } = await getHealth(town)
  await end('SIGTERM')
  const again = await start()
  expect(
    listChildren(node?.child.pid ?? 0)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['anvil', 'postgres'])
  expect(await getHealth(again)).toMatchObject({ height, example: 'finished' })
  expect(await readNetwork(again)).toEqual(network)
  await end('SIGTERM')
  const empty = await start(['--empty'])
  expect(await getHealth(empty)).not.toHaveProperty('example')
  for (const ask of [
    getExample(empty),
    getExampleKey(empty, { owner: '0x0000000000000000000000000000000000000001' }),
  ]) {
    await expect(ask).rejects.toSatisfy((error) => isTownError(error, 'NO_EXAMPLE'))
  }
})
