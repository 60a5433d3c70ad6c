import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  configSchema,
  type ForwardRequest,
  forwardRequestSchema,
  forwardRequestTypedData,
  type Gig,
  type GigCode,
  gigCodeTypedData,
  gigSchema,
  gigsAbi,
  type NodeConfig,
  nonceSchema,
  registryAbi,
  relayedSchema,
  skillWalletAbi,
} from '@distributed-town/protocol'
import { erc2771ForwarderAbi } from '@distributed-town/protocol/generated'
import { pino } from 'pino'
import { type Address, encodeFunctionData, type Hex, keccak256, type PrivateKeyAccount, toHex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { z } from 'zod'
import { MAX_FEE } from '../../apps/node/src/chain/anvil.ts'
import { startChain } from '../../apps/node/src/chain/client.ts'
import { openDeployment } from '../../apps/node/src/chain/deploy.ts'
import { migrate } from '../../apps/node/src/db/migrate.ts'
import { createPool } from '../../apps/node/src/db/pool.ts'
import { startDatabaseServer } from '../../apps/node/src/db/server.ts'
import { openHome } from '../../apps/node/src/home.ts'
import { openAccounts } from '../../apps/node/src/relayer/accounts.ts'
import { startProcess } from '../../apps/node/test/process.ts'
import type { Bench } from '../bench.ts'

// Gasless actions as neighbours do them: pairs take turns in offering a gig, doing it and rating it. Each person signs with a key of their
// own, asks for the nonce as the SDK does, and waits for the answer, which comes when everybody sees the result. The people run in this
// process, on the same machine.

const SECONDS = Number(process.env.ACTIONS_SECONDS ?? 60)
const TOWNS = 4
const PAIRS_PER_TOWN = 12
const GARDENING = { skill: 10, level: 3 }
const DAY = 86_400
const BASELINE_ACTIONS = 200

export const bench: Bench = {
  name: 'Gasless actions',
  run: async ({ say }) => {
    const home = mkdtempSync(join(tmpdir(), 'actions-'))
    const node = startProcess({ TOWN_HOME: join(home, 'node'), MAX_REQUESTS: '1000000' })
    try {
      const town = await openTown(await node.url)
      const pairs = await settle(town)
      say(`${TOWNS} towns of ${2 * PAIRS_PER_TOWN} neighbours`)
      const measured = await measure(town, pairs)
      say(`${measured.waits.length} actions, ${measured.refused} refused`)
      const bare = await runBare(join(home, 'bare'))
      const [median, p99] = [0.5, 0.99].map((part) => quantile(measured.waits, part))
      return [
        {
          what: `gasless actions/s, ${SECONDS} s, 48 pairs of people, answered when everybody sees them`,
          bar: '≥ 60',
          value: (measured.waits.length / SECONDS).toFixed(0),
          baseline: `${bare.toFixed(0)} (one transaction each, chain alone)`,
        },
        { what: 'the same: wait of one, p50 and p99', value: `${median} and ${p99} ms` },
        { what: 'the same: in the worst second', value: String(measured.worst) },
      ]
    } finally {
      node.child.kill('SIGTERM')
      await node.ended
      rmSync(home, { recursive: true, force: true })
    }
  },
}

type Town = {
  readonly config: NodeConfig
  readonly get: <Schema extends z.core.$ZodType>(path: string, schema: Schema) => Promise<z.output<Schema>>
  readonly act: (person: PrivateKeyAccount, call: Pick<ForwardRequest, 'to' | 'data' | 'gas'>) => Promise<Hex>
}

const openTown = async (url: string): Promise<Town> => {
  const ask = async <Schema extends z.core.$ZodType>(path: string, schema: Schema, options?: RequestInit) => {
    const response = await fetch(`${url}${path}`, options)
    const body: unknown = await response.json()
    if (!response.ok) throw new Error(JSON.stringify(body))
    return z.parse(schema, body)
  }
  const post = <Schema extends z.core.$ZodType>(path: string, schema: Schema, body: unknown) =>
    ask(path, schema, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const config = await ask('/api/config', configSchema)
  return {
    config,
    get: ask,
    act: async (person, call) => {
      const request: ForwardRequest = {
        from: person.address,
        value: 0n,
        nonce: (await ask(`/api/nonces/${person.address}`, nonceSchema)).nonce,
        deadline: Math.floor(Date.now() / 1000) + 3600,
        ...call,
      }
      const signed = {
        request: z.encode(forwardRequestSchema, request),
        signature: await sign(config, person, request),
      }
      return (await post('/api/relay', relayedSchema, signed)).transactionHash
    },
  }
}

const sign = (
  { chainId, contracts: { forwarder } }: Pick<NodeConfig, 'chainId' | 'contracts'>,
  person: PrivateKeyAccount,
  request: ForwardRequest,
): Promise<Hex> => person.signTypedData(forwardRequestTypedData({ chainId, forwarder, request }))

type Neighbour = { readonly account: PrivateKeyAccount; readonly walletId: number; readonly communityId: number }
type Pair = readonly [Neighbour, Neighbour]

const newPerson = (): PrivateKeyAccount => privateKeyToAccount(generatePrivateKey())
const random = (): Hex => toHex(crypto.getRandomValues(new Uint8Array(32)))

const GAS = 600_000n

const founding = ({ registry }: NodeConfig['contracts']) => ({
  to: registry,
  data: encodeFunctionData({
    abi: registryAbi,
    functionName: 'createAndFound',
    args: [
      {
        template: 0,
        policy: 0,
        key: random(),
        name: 'Via Verdi',
        purpose: 'Neighbours help.',
        place: 'Turin',
        language: 'it',
      },
      [GARDENING],
      random(),
      random(),
    ],
  }),
  gas: 1_200_000n,
})

const joining = ({ skillWallet }: Pick<NodeConfig['contracts'], 'skillWallet'>, communityId: number) => ({
  to: skillWallet,
  data: encodeFunctionData({
    abi: skillWalletAbi,
    functionName: 'createAndJoin',
    args: [communityId, [GARDENING], random(), random()],
  }),
  gas: GAS,
})

const walletSchema = z.object({ id: z.number(), communityId: z.number() })

const settle = async (town: Town): Promise<readonly Pair[]> => {
  const { contracts } = town.config
  const towns = await Promise.all(
    Array.from({ length: TOWNS }, async () => {
      const founder = newPerson()
      await town.act(founder, founding(contracts))
      const { communityId } = await town.get(`/api/wallets/by-owner/${founder.address}`, walletSchema)
      const others = Array.from({ length: 2 * PAIRS_PER_TOWN - 1 }, newPerson)
      await Promise.all(others.map((person) => town.act(person, joining(contracts, communityId))))
      return await Promise.all(
        [founder, ...others].map(async (account): Promise<Neighbour> => {
          const { id } = await town.get(`/api/wallets/by-owner/${account.address}`, walletSchema)
          return { account, walletId: id, communityId }
        }),
      )
    }),
  )
  return towns.flatMap((neighbours) =>
    Array.from(
      { length: PAIRS_PER_TOWN },
      (_, index) => [neighbours[2 * index], neighbours[2 * index + 1]] as unknown as Pair,
    ),
  )
}

type Measured = {
  /** Milliseconds of each action that was carried out, signing included. */
  readonly waits: readonly number[]
  readonly refused: number
  readonly worst: number
}

const measure = async (town: Town, pairs: readonly Pair[]): Promise<Measured> => {
  const waits: number[] = []
  const perSecond = Array<number>(SECONDS).fill(0)
  let refused = 0
  const start = performance.now()
  const end = start + SECONDS * 1000
  const timed: Town = {
    ...town,
    act: async (person, call) => {
      const began = performance.now()
      try {
        const hash = await town.act(person, call)
        const now = performance.now()
        if (now < end) {
          waits.push(now - began)
          const second = Math.floor((now - start) / 1000)
          perSecond[second] = (perSecond[second] ?? 0) + 1
        }
        return hash
      } catch (error) {
        refused += 1
        throw error
      }
    },
  }
  const live = async ([one, other]: Pair) => {
    for (let turn = 0; performance.now() < end; turn += 1) {
      await (turn % 2 === 0 ? doGig(timed, one, other) : doGig(timed, other, one))
    }
  }
  const ends = await Promise.allSettled(pairs.map(live))
  const failed = ends.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
  return { waits, refused, worst: Math.min(...perSecond) }
}

const doGig = async (town: Town, creator: Neighbour, taker: Neighbour): Promise<void> => {
  const { chainId, contracts } = town.config
  const { gigs } = contracts
  const record = random()
  const act = (who: Neighbour, data: Hex) => town.act(who.account, { to: gigs, data, gas: GAS })
  await act(
    creator,
    encodeFunctionData({ abi: gigsAbi, functionName: 'createGig', args: [GARDENING.skill, 1, record, 7, 0] }),
  )
  const { items } = await town.get(
    `/api/communities/${creator.communityId}/gigs?limit=100`,
    z.object({ items: z.array(gigSchema) }),
  )
  const gig = items.find((item) => item.record === record) as Gig
  const signCode = async (action: GigCode['action'], round: number) => {
    const expiry = Math.floor(Date.now() / 1000) + DAY
    const code: GigCode = { gigId: gig.id, walletId: taker.walletId, action, round, expiry }
    return { expiry, signature: await taker.account.signTypedData(gigCodeTypedData({ chainId, gigs, code })) }
  }
  const request = await signCode('Request', gig.round)
  await act(
    creator,
    encodeFunctionData({
      abi: gigsAbi,
      functionName: 'acceptRequest',
      args: [gig.id, taker.walletId, request.expiry, request.signature],
    }),
  )
  await act(taker, encodeFunctionData({ abi: gigsAbi, functionName: 'submitGig', args: [gig.id, random()] }))
  const { round } = await town.get(`/api/gigs/${gig.id}`, gigSchema)
  const completion = await signCode('Completion', round)
  await act(
    creator,
    encodeFunctionData({
      abi: gigsAbi,
      functionName: 'completeGig',
      args: [gig.id, completion.expiry, completion.signature],
    }),
  )
  await act(creator, encodeFunctionData({ abi: gigsAbi, functionName: 'rateGig', args: [gig.id, 8] }))
}

const quantile = (values: readonly number[], part: number): number =>
  Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? 0)

/** The same chain and its journal without a node around them: one request a transaction, one after another, without signatures of people in the measured time. */
const runBare = async (home: string): Promise<number> => {
  openHome(home)
  const { operator, relayer } = openAccounts({ home })
  const log = pino({ level: 'silent' })
  const server = await startDatabaseServer({ home, log })
  const pool = createPool({ url: server.url, log })
  await migrate({ pool })
  const { chain, stop } = await startChain({
    home,
    pool,
    funded: [operator.address, relayer.address],
    clock: Date.now,
    log,
  })
  try {
    const deployment = await openDeployment({ home, chain, operator })
    const { chainId, contracts } = deployment
    let nonce = 0
    const execute = async (person: PrivateKeyAccount, call: { to: Address; data: Hex; gas: bigint }, of: bigint) => {
      const request: ForwardRequest = {
        from: person.address,
        value: 0n,
        nonce: of,
        deadline: chain.time() + 3600,
        ...call,
      }
      const signature = await sign({ chainId, contracts }, person, request)
      const data = encodeFunctionData({
        abi: erc2771ForwarderAbi,
        functionName: 'execute',
        args: [{ ...request, signature }],
      })
      return async () => {
        const raw = await relayer.signTransaction({
          type: 'eip1559',
          chainId,
          nonce: nonce++,
          to: contracts.forwarder,
          data,
          gas: 2_000_000n,
          maxFeePerGas: MAX_FEE,
          maxPriorityFeePerGas: 0n,
        })
        const { receipt } = await chain.submit(raw)
        if (receipt.status !== 'success') throw new Error('an action of the bare loop failed')
      }
    }
    const person = newPerson()
    await (await execute(person, founding(contracts), 0n))()
    const acts = []
    for (let index = 1n; index <= BASELINE_ACTIONS; index += 1n) {
      const data = encodeFunctionData({
        abi: skillWalletAbi,
        functionName: 'setProfile',
        args: [keccak256(toHex(index))],
      })
      acts.push(await execute(person, { to: contracts.skillWallet, data, gas: GAS }, index))
    }
    const start = performance.now()
    for (const act of acts) await act()
    return BASELINE_ACTIONS / ((performance.now() - start) / 1000)
  } finally {
    await stop()
    await pool.end()
    await server.child.stop('SIGINT')
  }
}
