import type { Address, Hex, Log } from 'viem'
import type { Node } from '../node.ts'
import { type ChainEvent, decodeLogs, inOrder } from './decode.ts'

type Mined = Log<bigint, number, false>

/** Addresses in one request: nodes that serve logs limit its length. */
const MAX_ADDRESSES = 500

export type Header = {
  readonly number: bigint
  readonly hash: Hex
  readonly parentHash: Hex
  readonly timestamp: number
}

export const getHeader = async ({ chain }: Pick<Node, 'chain'>, blockNumber: bigint): Promise<Header> => {
  const { number, hash, parentHash, timestamp } = await chain.client.getBlock({ blockNumber })
  return { number, hash, parentHash, timestamp: Number(timestamp) }
}

/**
 * All events of the town in a range of blocks, both ends included, in the order of the chain.
 * `communities`: addresses of those founded before.
 */
export const getEvents = async (
  node: Pick<Node, 'chain' | 'deployment'>,
  { from, to, communities }: { readonly from: bigint; readonly to: bigint; readonly communities: readonly Address[] },
): Promise<readonly ChainEvent[]> => {
  const { registry, skillWallet, gigs } = node.deployment.contracts
  const logsOf = async (addresses: readonly Address[]) => getLogs(node, { from, to, addresses })
  // One block is asked for as a whole: that is one request however many communities there are.
  const whole = from === to ? only(await node.chain.client.getLogs({ fromBlock: from, toBlock: to })) : undefined
  const ofSingletons = whole?.([registry, skillWallet, gigs]) ?? (await logsOf([registry, skillWallet, gigs]))
  const decode = async (contract: ChainEvent['contract'], logs: readonly Mined[]) =>
    decodeLogs(contract, await withTimes(node, logs))

  const registered = await decode('registry', only(ofSingletons)([registry]))
  // A community's first events come before the registry's of its founding, in the same transaction.
  const founded = registered.flatMap((event) =>
    event.contract === 'registry' && event.name === 'CommunityFounded' ? [event.args.community] : [],
  )
  const all = [...communities, ...founded]
  return [
    ...registered,
    ...(await decode('skillWallet', only(ofSingletons)([skillWallet]))),
    ...(await decode('gigs', only(ofSingletons)([gigs]))),
    ...(await decode('community', whole?.(all) ?? (await logsOf(all)))),
  ].sort(inOrder)
}

/** Of these logs, those from the given addresses. */
const only =
  (logs: readonly Mined[]) =>
  (addresses: readonly Address[]): readonly Mined[] => {
    const wanted = new Set(addresses.map((address) => address.toLowerCase()))
    return logs.filter(({ address }) => wanted.has(address.toLowerCase()))
  }

const getLogs = async (
  { chain }: Pick<Node, 'chain'>,
  { from, to, addresses }: { readonly from: bigint; readonly to: bigint; readonly addresses: readonly Address[] },
): Promise<readonly Mined[]> => {
  const chunks = Array.from({ length: Math.ceil(addresses.length / MAX_ADDRESSES) }, (_, i) =>
    addresses.slice(i * MAX_ADDRESSES, (i + 1) * MAX_ADDRESSES),
  )
  const answers = await Promise.all(
    chunks.map((address) => chain.client.getLogs({ address, fromBlock: from, toBlock: to })),
  )
  return answers.flat()
}

/** Logs with the time of their block, asked for where the chain's node leaves it out. */
const withTimes = async (node: Pick<Node, 'chain'>, logs: readonly Mined[]): Promise<readonly Mined[]> => {
  const blocks = new Set(
    logs.filter(({ blockTimestamp }) => blockTimestamp === undefined).map((log) => log.blockNumber),
  )
  if (blocks.size === 0) return logs
  const headers = await Promise.all([...blocks].map((blockNumber) => getHeader(node, blockNumber)))
  const times = new Map(headers.map(({ number, timestamp }) => [number, BigInt(timestamp)]))
  return logs.map((log) => ({ ...log, blockTimestamp: log.blockTimestamp ?? times.get(log.blockNumber) }))
}
