import { readdirSync, readFileSync } from 'node:fs'
import {
  communityAbi,
  communityHistoryPageSchema,
  communityWithRosterSchema,
  coverage,
  type GigState,
  gigIdOf,
  gigPageSchema,
  GigState as gigStates,
  gigsAbi,
  gigWithHistorySchema,
  registryAbi,
  scoreOf,
  skills,
  skillWalletAbi,
  statementPageSchema,
  walletGigsSchema,
  walletSchema,
} from '@distributed-town/protocol'
import { zeroHash } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { accountOf } from '../../src/db/chain/account.ts'
import { parseRow, type RowOf, type Table } from '../../src/db/chain/columns.ts'
import { clearChain } from '../../src/db/chain/cursor.ts'
import { residentSince } from '../../src/db/chain/residence.ts'
import {
  type Community,
  chainTables,
  changeTable,
  communityTable,
  gigTable,
  historyTable,
  ratingTable,
  releaseTable,
  statementTable,
  type Wallet,
  walletTable,
} from '../../src/db/chain/tables.ts'
import { createIndexer } from '../../src/indexer/loop.ts'
import { startTestNode, type TestNode } from '../node.ts'
import { read } from '../read.ts'
import { type Story, tellStory } from './story.ts'

let town: TestNode
let story: Story

beforeAll(async () => {
  town = await startTestNode()
  story = await tellStory(town)
}, 120_000)

afterAll(() => town?.stop(), 60_000)

const rowsOf = async <T extends Table>(table: T): Promise<RowOf<T>[]> => {
  const { rows } = await town.node.pool.query(`select * from ${table.name} order by ${table.key.map(snake).join(', ')}`)
  return rows.map((row) => parseRow(table, row))
}

const snake = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Everything that was read from the chain. */
const readAll = async () =>
  Object.fromEntries(
    await Promise.all(chainTables.map(async (table) => [table.name, await rowsOf<Table>(table)] as const)),
  )

const byId = <Row extends { readonly id: number | bigint }>(rows: readonly Row[], id: number | bigint): Row => {
  const row = rows.find((candidate) => candidate.id === id)
  if (row === undefined) throw new Error(`no row ${id}`)
  return row
}

const seen = () => {
  const { client } = town.node.chain
  const { registry, skillWallet, gigs } = town.node.deployment.contracts
  return {
    communities: () => client.readContract({ address: registry, abi: registryAbi, functionName: 'communities' }),
    wallets: () => client.readContract({ address: skillWallet, abi: skillWalletAbi, functionName: 'totalSupply' }),
    wallet: (id: number) =>
      client.readContract({ address: skillWallet, abi: skillWalletAbi, functionName: 'wallet', args: [id] }),
    ratings: (id: number, skill: number) =>
      client.readContract({ address: skillWallet, abi: skillWalletAbi, functionName: 'ratings', args: [id, skill] }),
    round: (id: number) =>
      client.readContract({ address: skillWallet, abi: skillWalletAbi, functionName: 'round', args: [id] }),
    gig: (id: bigint) => client.readContract({ address: gigs, abi: gigsAbi, functionName: 'gig', args: [id] }),
    recordOf: (id: bigint) =>
      client.readContract({ address: gigs, abi: gigsAbi, functionName: 'recordOf', args: [id] }),
    creditsOf: (id: bigint) =>
      client.readContract({ address: gigs, abi: gigsAbi, functionName: 'creditsOf', args: [id] }),
    release: (id: number) =>
      client.readContract({ address: registry, abi: registryAbi, functionName: 'modules', args: [id] }),
    state: (address: `0x${string}`) => client.readContract({ address, abi: communityAbi, functionName: 'state' }),
    member: (community: `0x${string}`, owner: `0x${string}`) =>
      client.readContract({ address: community, abi: communityAbi, functionName: 'member', args: [owner] }),
    communityAddress: (id: number) =>
      client.readContract({ address: registry, abi: registryAbi, functionName: 'communityAddress', args: [id] }),
  }
}

const scoreSchema = z.object({
  score: z.int(),
  cause: z.string(),
  walletId: z.int().nullable(),
  members: z.int(),
  skillCounts: z.array(z.int()),
})

const range = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

const orZero = (value: number | null) => value ?? 0

describe('the tables say what the contracts say', () => {
  test('communities', async () => {
    const { state, communities, communityAddress, round } = seen()
    const rows = await rowsOf(communityTable)
    expect(rows.map(({ id }) => id)).toEqual(range(await communities()))
    for (const row of rows) {
      const address = await communityAddress(row.id)
      expect(row.address).toBe(address)
      expect(shownOf(row)).toEqual(await state(address))
      const [number, startedAt] = await round(row.id)
      expect([row.round, orZero(row.roundStartedAt)]).toEqual([number, startedAt])
    }
  })

  test('wallets and members', async () => {
    const { wallets, wallet, member, ratings, communityAddress } = seen()
    const rows = await rowsOf(walletTable)
    const rates = await rowsOf(ratingTable)
    expect(rows.map(({ id }) => id)).toEqual(range(Number(await wallets())))
    for (const row of rows) {
      const onChain = await wallet(row.id)
      expect(walletShownOf(row)).toEqual(onChain)
      if (row.communityId !== null) {
        expect(memberShownOf(row)).toEqual(await member(await communityAddress(row.communityId), row.owner))
      }
      for (const { id } of skills) {
        const {
          count = 0,
          sum = 0,
          pending = 0,
        } = rates.find(({ walletId, skill }) => walletId === row.id && skill === id) ?? {}
        expect({ count, sum, pending }).toEqual(await ratings(row.id, id))
      }
    }
  })

  test('gigs', async () => {
    const { gig, recordOf, creditsOf, state } = seen()
    const rows = await rowsOf(gigTable)
    const expected: bigint[] = []
    for (const { id, address } of await rowsOf(communityTable)) {
      const { gigs } = await state(address)
      for (const number of range(gigs)) expected.push(gigIdOf(id, number))
    }
    expect(rows.map(({ id }) => id)).toEqual(expected)
    for (const row of rows) {
      expect({
        creator: row.creator,
        taker: orZero(row.taker),
        state: gigStates.indexOf(row.state),
        skill: row.skill,
        commitment: row.commitment,
        durationDays: row.durationDays,
        changes: row.changes,
        round: row.round,
        release: row.release,
        since: row.since,
        deadline: orZero(row.deadline),
        askedAt: orZero(row.askedAt),
      }).toEqual(await gig(row.id))
      expect(row.record).toBe(await recordOf(row.id))
      expect(row.credits).toBe(await creditsOf(row.id))
    }
    // The story left gigs in every state that a gig can rest in.
    const states = new Set(rows.map(({ state }) => state))
    const resting: readonly GigState[] = ['Proposed', 'Open', 'Taking', 'Taken', 'Submitted', 'Completed']
    const ended: readonly GigState[] = ['Rated', 'Settled', 'Cancelled']
    for (const one of [...resting, ...ended]) expect(states).toContain(one)
  })

  test('releases', async () => {
    const [release] = await rowsOf(releaseTable)
    const onChain = await seen().release(1)
    expect(release).toEqual({ id: 1, validator: onChain.validator, q2t: onChain.q2t, fromTime: onChain.from })
  })
})

/** A row as `state()` shows it. */
const shownOf = (row: Community) => ({
  id: row.id,
  template: row.template,
  members: row.members,
  totalSkills: row.skillCounts.reduce((sum, count) => sum + count, 0),
  skillCounts: row.skillCounts,
  spenders: row.spenders,
  active: row.members >= 3,
  founding: row.spenders < 3,
  score: orZero(row.score),
  release: row.release,
  founder: row.founder,
  key: row.key,
  vault: row.vault,
  treasury: row.treasury,
  escrow: row.escrow,
  gigs: row.gigs,
})

/** A row as `wallet()` shows it: while it lives somewhere, the community holds what was granted. */
const walletShownOf = (row: Wallet) => ({
  owner: row.owner,
  communityId: orZero(row.communityId),
  skills: row.skills,
  validated: row.validatedAt !== null,
  openGigs: row.openGigs,
  engagements: row.engagements,
  unratedGigs: row.unratedGigs,
  abandonedGigs: row.abandonedGigs,
  settledGigs: row.settledGigs,
  roundFollowed: row.roundFollowed,
  skillsChangedAt: orZero(row.skillsChangedAt),
  claimedAt: orZero(row.claimedAt),
  carried: row.carried,
  granted: row.communityId === null ? row.granted : 0n,
  messagingKey: row.messagingKey,
  profile: row.profile ?? zeroHash,
})

/** A row as `member()` shows it. */
const memberShownOf = (row: Wallet) => ({
  walletId: row.id,
  balance: row.balance,
  granted: row.granted,
  spendable: accountOf(row).spendable,
  locked: Number(accountOf(row).locked / 10n ** 18n),
  validated: row.validatedAt !== null,
  foundingMember: row.foundingMember,
  completedGigHere: row.completedGigAt !== null,
  joinedAt: orZero(row.joinedAt),
})

describe('what views of the contracts do not show', () => {
  test('statements add up to the balances, with every kind of movement', async () => {
    const wallets = await rowsOf(walletTable)
    const entries = await rowsOf(statementTable)
    for (const wallet of wallets) {
      let balance = 0n
      for (const entry of entries.filter(({ walletId }) => walletId === wallet.id)) {
        balance += entry.amount
        expect(entry.balance).toBe(balance)
      }
      expect(balance).toBe(wallet.balance)
    }
    expect([...new Set(entries.map(({ kind }) => kind))].sort()).toEqual(
      ['escrow', 'grant', 'half', 'leave', 'payment', 'refund', 'return', 'transfer', 'unlock'].sort(),
    )
    // The gigs of a statement are those of the chain, and what was put into escrow for each came back out of it.
    const gigs = await rowsOf(gigTable)
    for (const { id, state, credits } of gigs) {
      const sum = entries.filter(({ gigId }) => gigId === id).reduce((total, { amount }) => total + amount, 0n)
      expect(sum).toBe(['Rated', 'Completed', 'Settled', 'Cancelled'].includes(state) ? 0n : -credits)
    }
    expect(
      entries.filter(({ kind }) => kind === 'payment' || kind === 'half').every(({ gigId }) => gigId !== null),
    ).toBe(true)
  })

  test('transfers name whom they went to, also oneself', async () => {
    const { people, anna, carla } = story
    const [from, to] = [await people.walletOf(anna), await people.walletOf(carla)]
    const transfers = (await rowsOf(statementTable)).filter(({ kind }) => kind === 'transfer')
    const amounts = transfers.filter(({ walletId }) => walletId === from)
    expect(amounts.map(({ counterpartyWallet, amount }) => [counterpartyWallet, amount / 10n ** 18n])).toEqual([
      [to, -25n],
      [from, -5n],
      [from, 5n],
    ])
  })

  test('histories have every kind of event', async () => {
    const history = await rowsOf(historyTable)
    const typesOf = (ofGigs: boolean) =>
      new Set(history.filter(({ gigId }) => (gigId !== null) === ofGigs).map(({ type }) => type))
    expect([...typesOf(false)].sort()).toEqual(
      ['distribution', 'founded', 'joined', 'left', 'release', 'round', 'score'].sort(),
    )
    expect([...typesOf(true)].sort()).toEqual(
      [
        'accepted',
        'cancelled',
        'changesRequested',
        'completed',
        'completing',
        'completionLapsed',
        'created',
        'moduleFailed',
        'opened',
        'rated',
        'ratedByDefault',
        'reopened',
        'settled',
        'submitted',
        'taken',
      ].sort(),
    )
    const causes = new Set(history.filter(({ type }) => type === 'score').map(({ data }) => data.cause))
    expect([...causes].sort()).toEqual(
      ['Activated', 'FairShareReached', 'Joined', 'Left', 'LevelAdjusted', 'SkillsChanged'].sort(),
    )
  })

  test('scores name whom they came from, and follow from the numbers that they name', async () => {
    const { people, anna, bruno, carla, dora, enzo } = story
    const history = await rowsOf(historyTable)
    const scores = history
      .filter(({ type }) => type === 'score')
      .map(({ data, communityId }) => ({
        communityId,
        ...scoreSchema.parse(data),
      }))
    for (const { score, members, skillCounts } of scores)
      expect(scoreOf({ ...coverage(skillCounts), members })).toBe(score)
    // The last one of each town is what its table says.
    for (const { id, score, members, skillCounts } of await rowsOf(communityTable)) {
      const last = scores.findLast(({ communityId }) => communityId === id)
      if (last) expect(last).toMatchObject({ score, members, skillCounts })
      else expect(score).toBeNull()
    }
    const named = await Promise.all(
      [anna, bruno, carla, dora, enzo].map(async (person) => [await people.walletOf(person), person] as const),
    )
    const who = new Map([...named].map(([id, person]) => [id, person]))
    const causedBy = (cause: string) =>
      scores.filter((score) => score.cause === cause).map(({ walletId }) => who.get(walletId ?? 0))
    expect(causedBy('Activated')).toEqual([carla])
    expect(causedBy('Joined')).toEqual([dora, enzo])
    expect(causedBy('Left')).toEqual([dora])
    expect(causedBy('SkillsChanged')).toEqual([carla])
    expect(causedBy('FairShareReached')).toEqual([dora])
    expect(causedBy('LevelAdjusted')).toEqual([anna, bruno, dora])
  })

  test('the epoch of the thread rises with every leaving', async () => {
    const left = (await rowsOf(historyTable)).filter(({ type }) => type === 'left')
    for (const { id, epoch } of await rowsOf(communityTable)) {
      expect(epoch).toBe(1 + left.filter(({ communityId }) => communityId === id).length)
    }
    expect(left.length).toBeGreaterThan(0)
  })

  test('open gigs of a community', async () => {
    const gigs = await rowsOf(gigTable)
    for (const { id, openGigs } of await rowsOf(communityTable)) {
      expect(openGigs).toBe(gigs.filter(({ communityId, state }) => communityId === id && state === 'Open').length)
    }
  })

  test('a character that the database does not store is replaced', async () => {
    expect(byId(await rowsOf(communityTable), 2).name).toBe('Nul \u{fffd} and \u{1f3b6}')
  })
})

describe('reading again', () => {
  test('from zero in one range, and in ranges of a few blocks, gives the same tables', async () => {
    const before = await readAll()
    const height = await town.node.chain.height()
    await clearChain(town.node.pool)
    const whole = createIndexer(town.node)
    await whole.indexTo(height)
    expect(whole.indexed()).toBe(height)
    expect(await readAll()).toEqual(before)

    await clearChain(town.node.pool)
    const inSteps = createIndexer(town.node)
    for (let to = 1n; to < height; to += 7n) await inSteps.indexTo(to)
    await inSteps.indexTo(height)
    expect(await readAll()).toEqual(before)
  })

  test('nothing, when everything is there; the next one goes on where the last one was', async () => {
    const before = await readAll()
    const height = await town.node.chain.height()
    const indexer = createIndexer(town.node)
    await indexer.indexTo(height)
    await indexer.indexTo(height - 3n)
    expect(indexer.indexed()).toBe(height)
    expect(await readAll()).toEqual(before)
  })

  test('from the beginning, when the block of the cursor is not on the chain', async () => {
    const { pool, chain } = town.node
    const before = await readAll()
    const height = await chain.height()
    await pool.query('update chain.cursor set block_hash = $1', [zeroHash])
    await pool.query('delete from chain.rating')
    await createIndexer(town.node).indexTo(height)
    expect(await readAll()).toEqual(before)

    await pool.query('update chain.cursor set block_number = block_number + 1000')
    await pool.query('delete from chain.rating')
    await createIndexer(town.node).indexTo(height)
    expect(await readAll()).toEqual(before)
  })

  test('nothing of a range is kept when it fails', async () => {
    const { pool, chain, deployment } = town.node
    const before = await readAll()
    const height = await chain.height()
    await clearChain(pool)
    // The address of another contract for the gigs: their events are missing, so that the first transfer of an escrow has no holder.
    const { forwarder } = deployment.contracts
    const wrong = { ...deployment, contracts: { ...deployment.contracts, gigs: forwarder } }
    await expect(createIndexer({ ...town.node, deployment: wrong }).indexTo(height)).rejects.toThrow(/not known/)
    expect(await rowsOf(communityTable)).toEqual([])
    await createIndexer(town.node).indexTo(height)
    expect(await readAll()).toEqual(before)
  })
})

test('a range that was committed although its commit failed is not read twice', async () => {
  const { pool, chain } = town.node
  const before = await readAll()
  const height = await chain.height()
  await clearChain(pool)
  let failures = 1
  const unreliable = {
    query: pool.query.bind(pool),
    connect: async () => {
      const client = await pool.connect()
      const query = async (text: string, values?: unknown[]) => {
        const result = await client.query(text, values)
        if (text === 'commit' && failures-- > 0) throw new Error('the connection broke')
        return result
      }
      return { query, release: client.release.bind(client) }
    },
  } as unknown as typeof pool
  const indexer = createIndexer({ ...town.node, pool: unreliable })
  await expect(indexer.indexTo(height / 2n)).rejects.toThrow('the connection broke')
  await indexer.indexTo(height)
  expect(await readAll()).toEqual(before)
})

test('the API shows all of it', async () => {
  for (const { id, members } of await rowsOf(communityTable)) {
    const { roster } = await read(town, communityWithRosterSchema, `/api/communities/${id}`)
    expect(roster).toHaveLength(members)
    await read(town, gigPageSchema, `/api/communities/${id}/gigs?limit=100`)
    await read(town, communityHistoryPageSchema, `/api/communities/${id}/history?limit=100`)
  }
  for (const { id } of await rowsOf(walletTable)) {
    await read(town, walletSchema, `/api/wallets/${id}`)
    await read(town, walletGigsSchema, `/api/wallets/${id}/gigs`)
    await read(town, statementPageSchema, `/api/wallets/${id}/statement?limit=100`)
  }
  const history = await rowsOf(historyTable)
  for (const { id } of await rowsOf(gigTable)) {
    const gig = await read(town, gigWithHistorySchema, `/api/gigs/${id}`)
    expect(gig.history).toHaveLength(history.filter(({ gigId }) => gigId === id).length)
  }
})

test('who is a resident, and since when', async () => {
  const founding = { joinedAt: 1_000, foundingMember: true, validatedAt: null, completedGigAt: null }
  const later = { joinedAt: 1_000, foundingMember: false, validatedAt: 2_000, completedGigAt: 3_000 }
  const after = 1_000 + 30 * 24 * 60 * 60
  const since = (wallet: Partial<Wallet>, now: number) => residentSince(wallet as Wallet, now)
  expect(since(founding, 1_000)).toBe(1_000)
  expect(since(later, after - 1)).toBeNull()
  expect(since(later, after)).toBe(after)
  expect(since({ ...later, completedGigAt: after + 5 }, after + 9)).toBe(after + 5)
  expect(since({ ...later, validatedAt: after + 6 }, after + 9)).toBe(after + 6)
  expect(since({ ...later, validatedAt: null }, after + 9)).toBeNull()
  expect(since({ ...later, completedGigAt: null }, after + 9)).toBeNull()
  expect(since({ ...founding, joinedAt: null }, after)).toBeNull()
})

test('every table of the migrations has its definition', () => {
  const folder = new URL('../../src/db/migrations/', import.meta.url)
  const sql = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'))
  const created = [...sql.join('\n').matchAll(/create table (chain\.\w+)/g)].map(([, name]) => name)
  const defined = [...chainTables, changeTable].map(({ name }) => name)
  // Says whether the others are whole; it is read by its name.
  expect(created.sort()).toEqual([...defined, 'chain.rereading'].sort())
})
