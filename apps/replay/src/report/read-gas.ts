import { communityAbi, erc2771ForwarderAbi, gigsAbi, registryAbi } from '@distributed-town/sdk'
import {
  type Abi,
  type Address,
  getAbiItem,
  type Hex,
  isAddressEqual,
  type PublicClient,
  type TransactionReceipt,
  toEventSelector,
} from 'viem'
import { ACT_KINDS, type ActKind } from '../act-kinds.ts'
import { createGasFit } from './gas-fit.ts'
import type { Report } from './schema.ts'

/**
 * What the acts of some people cost, from the receipts of the transactions that carried them.
 *
 * @param options.owners Of the wallets, in lower case.
 */
export const readGas = async (
  client: PublicClient,
  {
    forwarder,
    owners,
    fromBlock,
    toBlock,
  }: {
    readonly forwarder: Address
    readonly owners: ReadonlySet<string>
    readonly fromBlock: number
    readonly toBlock: number
  },
): Promise<Report['run']['gas']> => {
  const fit = createGasFit(GAS_KINDS.length)
  const requests = GAS_KINDS.map(() => 0)
  let [transactions, total] = [0, 0]
  for (let from = fromBlock; from <= toBlock; from += BLOCKS) {
    const hashes = await listTransactions(client, { forwarder, owners, from, to: Math.min(from + BLOCKS - 1, toBlock) })
    for (let at = 0; at < hashes.length; at += RECEIPTS) {
      const some = hashes.slice(at, at + RECEIPTS)
      for (const receipt of await Promise.all(some.map((hash) => client.getTransactionReceipt({ hash })))) {
        const counts = countKinds(receipt, { forwarder, owners })
        const gas = Number(receipt.gasUsed)
        fit.add(counts, gas)
        for (const [i, count] of counts.entries()) requests[i] = (requests[i] ?? 0) + count
        transactions += 1
        total += gas
      }
    }
  }
  const { base, costs } = fit.solve()
  const all = requests.reduce((sum, count) => sum + count, 0)
  const share = all === 0 ? 0 : (base * transactions) / all
  return {
    total,
    transactions,
    requests: all,
    perTransaction: Math.round(base),
    kinds: GAS_KINDS.flatMap((kind, i) => {
      const count = requests[i] ?? 0
      return count === 0 ? [] : [{ kind, requests: count, perRequest: Math.round((costs[i] ?? 0) + share) }]
    }),
  }
}

const GAS_KINDS = [...ACT_KINDS, 'other'] as const

/** A node gives no more than 20,000 logs at once, and a block has room for some hundred requests. */
const BLOCKS = 100
/** One with many requests has some hundred kilobytes. */
const RECEIPTS = 10

const listTransactions = async (
  client: PublicClient,
  {
    forwarder,
    owners,
    from,
    to,
  }: {
    readonly forwarder: Address
    readonly owners: ReadonlySet<string>
    readonly from: number
    readonly to: number
  },
): Promise<readonly Hex[]> => {
  const logs = await client.getLogs({
    address: forwarder,
    event: getAbiItem({ abi: erc2771ForwarderAbi, name: 'ExecutedForwardRequest' }),
    strict: true,
    fromBlock: BigInt(from),
    toBlock: BigInt(to),
  })
  const own = logs.filter(({ args }) => owners.has(args.signer.toLowerCase()))
  return [...new Set(own.map(({ transactionHash }) => transactionHash))]
}

const topicOf = (abi: Abi, name: string): Hex =>
  toEventSelector(getAbiItem({ abi, name }) as Parameters<typeof toEventSelector>[0])

const EXECUTED = topicOf(erc2771ForwarderAbi, 'ExecutedForwardRequest')

/** The event that only this act writes, or for joining, that founding writes too. */
const TOPICS: Readonly<Record<ActKind, Hex>> = {
  createAndFound: topicOf(registryAbi, 'CommunityFounded'),
  createAndJoin: topicOf(communityAbi, 'MemberJoined'),
  createGig: topicOf(gigsAbi, 'GigCreated'),
  acceptRequest: topicOf(gigsAbi, 'GigAccepted'),
  submitGig: topicOf(gigsAbi, 'GigSubmitted'),
  completeGig: topicOf(gigsAbi, 'GigCompleted'),
  rateGig: topicOf(gigsAbi, 'GigRated'),
}

/** How many requests of each kind a transaction carried: the forwarder ends the logs of each with an event of its own. */
export const countKinds = (
  { logs }: Pick<TransactionReceipt, 'logs'>,
  { forwarder, owners }: { readonly forwarder: Address; readonly owners: ReadonlySet<string> },
): readonly number[] => {
  const counts = GAS_KINDS.map(() => 0)
  let topics = new Set<Hex | undefined>()
  for (const {
    address,
    topics: [topic, signer = '0x'],
  } of logs) {
    if (topic !== EXECUTED || !isAddressEqual(address, forwarder)) {
      topics.add(topic)
      continue
    }
    const isOwn = owners.has(`0x${signer.slice(-40)}`.toLowerCase())
    const kind = isOwn ? ACT_KINDS.findIndex((each) => topics.has(TOPICS[each])) : -1
    const place = kind === -1 ? GAS_KINDS.length - 1 : kind
    counts[place] = (counts[place] ?? 0) + 1
    topics = new Set()
  }
  return counts
}
