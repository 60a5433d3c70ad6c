import {
  communityAbi,
  communityIdOf,
  communityPulseSchema,
  completedPerMemberWeekBps,
  errorBodySchema,
  flowOf,
  GigState,
  gigIdOf,
  gigsAbi,
  gigsByState,
  giniBps,
  holdersOfHalf,
  networkPulseSchema,
  type Pulse,
  registryAbi,
  scoresOf,
  skillWalletAbi,
  velocityBps,
} from '@distributed-town/protocol'
import { type Address, isAddressEqual, parseEventLogs, zeroAddress } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Story, tellStory } from '../indexer/story.ts'
import { startTestNode, type TestNode } from '../node.ts'
import { read } from '../read.ts'
import { get } from '../requests.ts'

// What the API measures, held against the same measures of what the contracts and their logs say.

const DAY = 86_400
const WEEK = 7 * DAY

let town: TestNode
let story: Story
let observed: Awaited<ReturnType<typeof observe>>
let beforeAnything: unknown

beforeAll(async () => {
  town = await startTestNode()
  beforeAnything = await read(town, networkPulseSchema, '/api/network/pulse')
  story = await tellStory(town)
  observed = await observe()
}, 120_000)

afterAll(() => town?.stop(), 60_000)

const range = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

/** Members, gigs and payments of all towns, without the index. */
const observe = async () => {
  const { client } = town.node.chain
  const { block, contracts } = town.node.deployment
  const { registry, skillWallet, gigs } = contracts
  const ofRegistry = { address: registry, abi: registryAbi } as const
  const ofWallets = { address: skillWallet, abi: skillWalletAbi } as const
  const ofGigs = { address: gigs, abi: gigsAbi } as const

  const towns = await Promise.all(
    range(await client.readContract({ ...ofRegistry, functionName: 'communities' })).map(async (id) => {
      const address = await client.readContract({ ...ofRegistry, functionName: 'communityAddress', args: [id] })
      const own = { address, abi: communityAbi } as const
      const state = await client.readContract({ ...own, functionName: 'state' })
      const treasury = await client.readContract({ ...own, functionName: 'treasuryAccount' })
      return { id, address, state, accounts: [zeroAddress, address, gigs, treasury] as readonly Address[] }
    }),
  )
  const members = await Promise.all(
    range(Number(await client.readContract({ ...ofWallets, functionName: 'totalSupply' }))).map(async (id) => {
      const { communityId, owner, validated } = await client.readContract({
        ...ofWallets,
        functionName: 'wallet',
        args: [id],
      })
      const home = towns.find((one) => one.id === communityId)
      const balance = home
        ? await client.readContract({
            address: home.address,
            abi: communityAbi,
            functionName: 'balanceOf',
            args: [owner],
          })
        : 0n
      return { id, communityId, balance, validated }
    }),
  )
  const states = await Promise.all(
    towns
      .flatMap(({ id, state }) => range(state.gigs).map((number) => gigIdOf(id, number)))
      .map(async (id) => {
        const { state, creator } = await client.readContract({ ...ofGigs, functionName: 'gig', args: [id] })
        return { id, communityId: communityIdOf(id), creator, state: GigState[state] ?? 'None' }
      }),
  )

  const logs = await client.getLogs({ fromBlock: block, toBlock: 'latest' })
  const times = new Map<bigint, number>()
  for (const { blockNumber } of logs) {
    if (times.has(blockNumber)) continue
    times.set(blockNumber, Number((await client.getBlock({ blockNumber })).timestamp))
  }
  const at = (log: { readonly blockNumber: bigint }) => times.get(log.blockNumber) ?? 0
  const steps = parseEventLogs({ abi: gigsAbi, logs: logs.filter(({ address }) => isAddressEqual(address, gigs)) })
  const completed = await Promise.all(
    steps.flatMap((log) =>
      log.eventName === 'GigCompleted'
        ? [
            (async () => {
              const { gigId, taker } = log.args
              const credits = await client.readContract({ ...ofGigs, functionName: 'creditsOf', args: [gigId] })
              const payer = states.find(({ id }) => id === gigId)?.creator ?? 0
              return { communityId: communityIdOf(gigId), at: at(log), isGig: true, payer, payee: taker, credits }
            })(),
          ]
        : [],
    ),
  )
  const transferred = await Promise.all(
    towns.flatMap(({ id: communityId, address, accounts }) =>
      parseEventLogs({
        abi: communityAbi,
        eventName: 'Transfer',
        logs: logs.filter((log) => isAddressEqual(log.address, address)),
      })
        .filter(({ args }) => !accounts.some((one) => isAddressEqual(one, args.from) || isAddressEqual(one, args.to)))
        .map(async (log) => {
          const walletOf = (owner: Address) =>
            client.readContract({ ...ofWallets, functionName: 'walletOf', args: [owner] })
          const [payer, payee] = await Promise.all([walletOf(log.args.from), walletOf(log.args.to)])
          return { communityId, at: at(log), isGig: false, payer, payee, credits: log.args.value }
        }),
    ),
  )
  const ratings = steps.flatMap(({ eventName, args }) =>
    eventName === 'GigRated' || eventName === 'GigRatedByDefault'
      ? [{ communityId: communityIdOf(args.gigId), counted: args.counted }]
      : [],
  )
  return { towns, members, states, ratings, payments: [...completed, ...transferred] }
}

/** Of one town, or of all. */
const expected = ({ communityId, days, weeks }: { communityId?: number; days: number; weeks: number }): Pulse => {
  const isOf = (one: { readonly communityId: number }) => communityId === undefined || one.communityId === communityId
  const to = (Math.floor(town.node.chain.time() / DAY) + 1) * DAY
  const between = (from: number, end: number) => {
    const payments = observed.payments.filter((one) => isOf(one) && one.at >= from && one.at < end)
    return { ...flowOf(payments), completed: payments.filter(({ isGig }) => isGig).length }
  }
  const from = to - days * DAY
  const { turnover, payers, payees, completed } = between(from, to)
  const members = observed.members.filter((one) => one.communityId !== 0 && isOf(one))
  const balances = members.map(({ balance }) => balance)
  const held = balances.reduce((sum, balance) => sum + balance, 0n)
  const ratings = observed.ratings.filter(isOf)
  return {
    from,
    to,
    members: members.length,
    validated: members.filter(({ validated }) => validated).length,
    held,
    giniBps: giniBps(balances),
    holdersOfHalf: holdersOfHalf(balances),
    completed,
    turnover,
    paid: members.filter(({ id }) => payers.has(id)).length,
    earned: members.filter(({ id }) => payees.has(id)).length,
    velocityBps: velocityBps({ turnover, held }),
    completedPerMemberWeekBps: completedPerMemberWeekBps({ completed, members: members.length, days }),
    gigs: gigsByState(observed.states.filter(isOf)),
    ratings: ratings.length,
    ratingsCounted: ratings.filter(({ counted }) => counted).length,
    weeks: range(weeks).map((_, i) => {
      const first = to - (weeks - i) * WEEK
      const week = between(first, first + WEEK)
      return { from: first, completed: week.completed, turnover: week.turnover }
    }),
  }
}

const PERIODS = [
  { days: 1, weeks: 1 },
  { days: 30, weeks: 12 },
  { days: 45, weeks: 5 },
  { days: 366, weeks: 53 },
]

describe('what the API measures follows from the chain', () => {
  test('the story has everything that is measured', () => {
    const { payments, ratings } = observed
    expect(payments.filter(({ isGig }) => isGig).length).toBeGreaterThan(20)
    expect(payments.filter(({ isGig, payer, payee }) => !isGig && payer !== payee).length).toBeGreaterThan(1)
    expect(payments.some(({ payer, payee }) => payer === payee)).toBe(true)
    expect(ratings.some(({ counted }) => counted)).toBe(true)
    expect(ratings.some(({ counted }) => !counted)).toBe(true)
    // Some paid or earned where they don't live any more.
    const homeOf = new Map(observed.members.map(({ id, communityId }) => [id, communityId]))
    expect(payments.some(({ payee, communityId }) => homeOf.get(payee) !== communityId)).toBe(true)
  })

  test.each(PERIODS)('of each town, in $days days and $weeks weeks', async ({ days, weeks }) => {
    for (const { id } of observed.towns) {
      const pulse = await read(town, communityPulseSchema, `/api/communities/${id}/pulse?days=${days}&weeks=${weeks}`)
      expect(pulse).toEqual({ communityId: id, ...expected({ communityId: id, days, weeks }) })
    }
  })

  test.each(PERIODS)('of the network, in $days days and $weeks weeks', async ({ days, weeks }) => {
    const states = observed.towns.map(({ state }) => state)
    const active = states.filter((state) => state.active)
    const pulse = expected({ days, weeks })
    const working = observed.payments.filter(({ isGig, at }) => isGig && at >= pulse.from)
    expect(await read(town, networkPulseSchema, `/api/network/pulse?days=${days}&weeks=${weeks}`)).toEqual({
      ...pulse,
      towns: states.length,
      active: active.length,
      founding: active.filter(({ founding }) => founding).length,
      working: new Set(working.map(({ communityId }) => communityId)).size,
      scores: scoresOf(states.map(({ score, ...state }) => ({ ...state, score: score === 0 ? null : score }))),
    })
  })

  test('a month and twelve weeks, where nothing else is asked for', async () => {
    for (const path of ['/api/communities/1/pulse', '/api/network/pulse']) {
      expect(await get(town, path)).toEqual(await get(town, `${path}?days=30&weeks=12`))
    }
  })
})

test('without a town there is nothing to be a part of', () => {
  expect(beforeAnything).toMatchObject({
    towns: 0,
    active: 0,
    founding: 0,
    working: 0,
    members: 0,
    held: 0n,
    giniBps: null,
    holdersOfHalf: 0,
    velocityBps: null,
    completedPerMemberWeekBps: null,
    turnover: 0n,
    scores: { towns: 0, below48: 0, spread: null },
  })
})

test('what cannot be measured is refused with what is wrong', async () => {
  const codeOf = async (path: string) => {
    const { status, body: json } = await get(town, path)
    return [status, z.parse(errorBodySchema, json).code]
  }
  expect(await codeOf('/api/communities/99/pulse')).toEqual([404, 'NOT_FOUND'])
  for (const query of ['days=0', 'days=367', 'days=1.5', 'days=-1', 'days=x', 'weeks=0', 'weeks=54', 'weeks=']) {
    for (const path of ['/api/communities/1/pulse', '/api/network/pulse']) {
      expect({ query, answer: await codeOf(`${path}?${query}`) }).toEqual({ query, answer: [400, 'INVALID_REQUEST'] })
    }
  }
})

test('what is done is seen at once, and a day that ends is another period', async () => {
  const { people, anna } = story
  const pulses = () =>
    Promise.all([
      read(town, communityPulseSchema, '/api/communities/1/pulse'),
      read(town, networkPulseSchema, '/api/network/pulse'),
    ])
  const before = await pulses()
  // Moves no credits: nothing of the town itself changes.
  const submitted = observed.states.find(({ state }) => state === 'Submitted')
  await people.gigs(anna, 'requestChanges', [submitted?.id ?? 0n])
  const after = await pulses()
  expect(after).toEqual(
    before.map((pulse) => ({
      ...pulse,
      gigs: { ...pulse.gigs, Submitted: pulse.gigs.Submitted - 1, Taken: pulse.gigs.Taken + 1 },
    })),
  )
  town.advance(DAY)
  for (const [i, pulse] of (await pulses()).entries()) {
    expect([pulse.from, pulse.to]).toEqual([(after[i]?.from ?? 0) + DAY, (after[i]?.to ?? 0) + DAY])
    expect(pulse.weeks.map(({ from }) => from)).toEqual(after[i]?.weeks.map(({ from }) => from + DAY))
  }
})
