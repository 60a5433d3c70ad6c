import {
  CREDIT,
  createTown,
  erc2771ForwarderAbi,
  getCommunity,
  getHealth,
  getNonce,
  listCommunities,
  listGigs,
  type NodeConfig,
  relayedSchema,
  relayRequestSchema,
  SUPPLY,
  type Town,
  toNostrHex,
} from '@distributed-town/sdk'
import { createPublicClient, getAddress, type Hex, http, parseEventLogs } from 'viem'
import { expect } from 'vitest'
import { z } from 'zod'

// What people were told by a node, and whether it still holds: a book that lies outside of the node.

type Attempt = {
  readonly from: Hex
  readonly nonce: bigint
  /** Unknown: there was no answer, or none that says whether it is done. */
  outcome: 'acknowledged' | 'refused' | 'unknown'
  transactionHash?: Hex
  blockNumber?: number
  status?: number
}

export type Books = {
  /** A town whose answers are written down. */
  readonly open: (url: string) => Town
  /** A record that the relay said it has. */
  readonly addRecord: (id: Hex) => void
  /** Looks at the chain's newest block. */
  readonly seeBlock: (town: Town) => Promise<void>
  /** @throws if the node does not have what it acknowledged, or has what nobody asked for. */
  readonly check: (town: Town) => Promise<void>
  readonly count: () => {
    readonly acts: number
    readonly unknown: number
    readonly records: number
    readonly blocks: number
  }
}

export const createBooks = (): Books => {
  const attempts: Attempt[] = []
  const records = new Set<Hex>()
  const blocks = new Map<bigint, Hex>()

  const watched: typeof fetch = async (input, init) => {
    if (!String(input).endsWith('/api/relay')) return await fetch(input, init)
    const { request } = z.decode(relayRequestSchema, JSON.parse(String(init?.body)))
    const attempt: Attempt = { from: getAddress(request.from), nonce: request.nonce, outcome: 'unknown' }
    attempts.push(attempt)
    const response = await fetch(input, init)
    // An answer counts once it is whole.
    const text = await response.text()
    attempt.status = response.status
    if (response.ok) Object.assign(attempt, { outcome: 'acknowledged', ...relayedSchema.parse(JSON.parse(text)) })
    else if (response.status < 500) attempt.outcome = 'refused'
    return new Response(text, { status: response.status, headers: response.headers })
  }

  return {
    open: (url) => createTown({ url, fetch: watched }),
    addRecord: (id) => records.add(id),
    seeBlock: async (town) => {
      const { number, hash } = await clientOf(town).getBlock()
      blocks.set(number, hash)
    },
    check: async (town) => {
      const client = clientOf(town)
      const config = await town.config()
      // Nothing answers 500, whatever dies.
      expect(attempts.filter(({ status }) => status === 500)).toEqual([])
      for (const [blockNumber, hash] of blocks) expect((await client.getBlock({ blockNumber })).hash).toBe(hash)
      await checkActs(client, config, town, attempts)
      for (const id of records) await checkRecord(town, id)
      await checkTowns(town)
      const { height } = await getHealth(town)
      expect(height).toBe(Number(await client.getBlockNumber()))
    },
    count: () => ({
      acts: attempts.filter(({ outcome }) => outcome === 'acknowledged').length,
      unknown: attempts.filter(({ outcome }) => outcome === 'unknown').length,
      records: records.size,
      blocks: blocks.size,
    }),
  }
}

const clientOf = ({ url }: Town) =>
  createPublicClient({ cacheTime: 0, transport: http(`${url}/rpc`, { retryCount: 0 }) })

/** What was acknowledged is in its block, once; what is on the chain was asked for. */
const checkActs = async (
  client: ReturnType<typeof clientOf>,
  { contracts }: NodeConfig,
  town: Town,
  attempts: readonly Attempt[],
): Promise<void> => {
  const logs = await client.getLogs({ address: contracts.forwarder, fromBlock: 0n })
  const executed = new Map<
    string,
    { readonly transactionHash: Hex; readonly blockNumber: number; readonly success: boolean }
  >()
  for (const { args, transactionHash, blockNumber } of parseEventLogs({
    abi: erc2771ForwarderAbi,
    eventName: 'ExecutedForwardRequest',
    logs,
  })) {
    const key = `${getAddress(args.signer)}/${args.nonce}`
    expect(executed.has(key), `${key} was executed twice`).toBe(false)
    executed.set(key, { transactionHash, blockNumber: Number(blockNumber), success: args.success })
  }
  const asked = new Map<string, Set<Attempt['outcome']>>()
  for (const { from, nonce, outcome, transactionHash, blockNumber } of attempts) {
    const key = `${from}/${nonce}`
    const outcomes = asked.get(key) ?? new Set()
    if (outcome === 'acknowledged') {
      expect(outcomes.has(outcome), `${key} was acknowledged twice`).toBe(false)
      expect({ key, ...executed.get(key) }).toEqual({ key, transactionHash, blockNumber, success: true })
    }
    asked.set(key, outcomes.add(outcome))
  }
  for (const [key, { success }] of executed) {
    const outcomes = asked.get(key)
    expect(outcomes, `${key} was never asked for`).toBeDefined()
    if (success) expect([key, outcomes?.has('acknowledged') || outcomes?.has('unknown')]).toEqual([key, true])
  }
  for (const [from, keys] of Map.groupBy(executed.keys(), (key) => key.slice(0, 42) as Hex)) {
    expect([from, await getNonce(town, { owner: from })]).toEqual([from, BigInt(keys.length)])
  }
}

/** Every community has its 96,000 credits (spec §3.5), and every gig's record is there: it was written before the gig. */
const checkTowns = async (town: Town): Promise<void> => {
  for (const { id } of (await listCommunities(town, { limit: 100 })).items) {
    const { roster, vault, treasury, escrow } = await getCommunity(town, { communityId: id })
    const sum = roster.reduce((total, { balance }) => total + balance, vault + treasury + escrow)
    expect([id, sum]).toEqual([id, BigInt(SUPPLY) * CREDIT])
    const gigs = await listGigs(town, { communityId: id, limit: 100 })
    for (const { record } of gigs.items) await checkRecord(town, record)
  }
}

const checkRecord = async ({ url }: Town, id: Hex): Promise<void> => {
  const { status } = await fetch(`${url}/api/records/${toNostrHex(id)}`)
  expect({ id, status }).toEqual({ id, status: 200 })
}
