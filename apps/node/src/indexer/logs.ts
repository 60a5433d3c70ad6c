import type { Address, Hex, Log } from 'viem'
import type { Node } from '../node.ts'
import { bloomOf, kindOfBloom, mayContain } from './bloom.ts'
import { type ChainEvent, decodeLogs, inOrder } from './decode.ts'
import { UnreliableChainError } from './failures.ts'
import { getHeader, type Header, type Source } from './headers.ts'
import { mapInTurns } from './turns.ts'

// Two ways to read logs. A range that is final is asked for by its numbers: a request or two for thousands of blocks, but what the chain's
// node leaves out isn't noticed here. A block is asked for by its hash, and its header's bloom filter says whether the answer is whole.

type Mined = Log<bigint, number, false>
type Parts = Source & Pick<Node, 'deployment'>

/** Addresses in one request: nodes that serve logs limit its length. */
const MAX_ADDRESSES = 500

/** All events of the town in a range of blocks, in the order of the chain. @param communities Addresses of those founded before. */
export const getEventsOfRange = async (
  node: Parts,
  {
    first,
    last,
    communities,
  }: { readonly first: Header; readonly last: Header; readonly communities: readonly Address[] },
): Promise<readonly ChainEvent[]> => {
  const range = { fromBlock: first.number, toBlock: last.number }
  const [ofSingletons, ofCommunities] = await Promise.all([
    getLogsOf(node, range, singletonsOf(node)),
    getLogsOf(node, range, communities),
  ])
  const founded = foundedBy(node, ofSingletons)
  const logs = [...ofSingletons, ...ofCommunities, ...(await getLogsOf(node, range, founded))]
  const times = await requireConsistent(node, logs, { first, last })
  return toEvents(node, logs, { communities: [...communities, ...founded], times })
}

/** The same for blocks whose headers are known, each by its hash. @param hasBlooms Whether the chain is known to fill bloom filters. */
export const getEventsOfBlocks = async (
  node: Parts,
  {
    headers,
    communities,
    hasBlooms,
  }: { readonly headers: readonly Header[]; readonly communities: readonly Address[]; readonly hasBlooms: boolean },
): Promise<readonly ChainEvent[]> => {
  const blocks = { headers, hasBlooms }
  const logs = await getLogsOfBlocks(node, blocks, [...singletonsOf(node), ...communities])
  const founded = foundedBy(node, logs)
  if (founded.length > 0) logs.push(...(await getLogsOfBlocks(node, blocks, founded)))
  const times = new Map(headers.map(({ number, time }) => [number, time]))
  return toEvents(node, logs, { communities: [...communities, ...founded], times })
}

const getLogsOfBlocks = async (
  node: Parts,
  { headers, hasBlooms }: { readonly headers: readonly Header[]; readonly hasBlooms: boolean },
  addresses: readonly Address[],
): Promise<Mined[]> => {
  const asked = headers.filter(({ logsBloom }) => {
    const kind = kindOfBloom(logsBloom)
    if (kind === 'useful') return addresses.some((address) => mayContain(logsBloom, address))
    return kind === 'full' || !hasBlooms
  })
  return (await mapInTurns(asked, (header) => getLogsOfBlock(node, header, addresses))).flat()
}

/** If the bloom filter can prove it, the logs of any address, so that none is missing; else those of the given ones. */
const getLogsOfBlock = async (
  node: Parts,
  { number, hash, logsBloom }: Header,
  addresses: readonly Address[],
): Promise<readonly Mined[]> => {
  const isProvable = kindOfBloom(logsBloom) === 'useful'
  const logs: readonly Mined[] = isProvable
    ? await node.chain.client.getLogs({ blockHash: hash })
    : await getLogsOf(node, { blockHash: hash }, addresses)
  for (const log of logs) {
    if (log.blockHash !== hash || log.blockNumber !== number || log.removed) {
      throw new UnreliableChainError(`a log of another block came with those of block ${number}`)
    }
  }
  if (isProvable && bloomOf(logs) !== logsBloom) {
    throw new UnreliableChainError(`the logs of block ${number} are not those that its header promises`)
  }
  return logs
}

/** Only those: what else comes is not ours to judge. */
const getLogsOf = async (
  { chain }: Parts,
  blocks: { readonly fromBlock: bigint; readonly toBlock: bigint } | { readonly blockHash: Hex },
  addresses: readonly Address[],
): Promise<readonly Mined[]> => {
  const chunks = Array.from({ length: Math.ceil(addresses.length / MAX_ADDRESSES) }, (_, i) =>
    addresses.slice(i * MAX_ADDRESSES, (i + 1) * MAX_ADDRESSES),
  )
  const answers = await mapInTurns(chunks, async (address) =>
    only(await chain.client.getLogs({ address, ...blocks }))(address),
  )
  return answers.flat()
}

/** @returns the times of the blocks. @throws UnreliableChainError for logs that can't be what was asked for. */
const requireConsistent = async (
  node: Parts,
  logs: readonly Mined[],
  { first, last }: { readonly first: Header; readonly last: Header },
): Promise<ReadonlyMap<bigint, number>> => {
  const hashes = new Map<bigint, Hex>([first, last].map(({ number, hash }) => [number, hash]))
  const times = new Map<bigint, number>([first, last].map(({ number, time }) => [number, time]))
  for (const { blockNumber, blockHash, blockTimestamp, removed } of logs) {
    if (blockNumber < first.number || blockNumber > last.number || removed) {
      throw new UnreliableChainError(
        `a log of block ${blockNumber} came with those of ${first.number} to ${last.number}`,
      )
    }
    const hash = hashes.get(blockNumber) ?? blockHash
    if (hash !== blockHash) throw new UnreliableChainError(`logs of two blocks ${blockNumber} came together`)
    hashes.set(blockNumber, hash)
    if (blockTimestamp !== undefined) times.set(blockNumber, Number(blockTimestamp))
  }
  // Not every chain's node tells the times with the logs.
  const untimed = [...hashes.keys()].filter((number) => !times.has(number))
  for (const { number, hash, time } of await mapInTurns(untimed, (number) => getHeader(node, number))) {
    if (hash !== hashes.get(number)) throw new UnreliableChainError(`block ${number} is not the one that its logs name`)
    times.set(number, time)
  }
  return times
}

const singletonsOf = ({ deployment }: Parts): readonly Address[] => {
  const { registry, skillWallet, gigs } = deployment.contracts
  return [registry, skillWallet, gigs]
}

/** Of these logs, those from the given addresses. */
const only =
  (logs: readonly Mined[]) =>
  (addresses: readonly Address[]): readonly Mined[] => {
    const wanted = new Set(addresses.map((address) => address.toLowerCase()))
    return logs.filter(({ address }) => wanted.has(address.toLowerCase()))
  }

/** A community's first events come before the registry's of its founding, in the same transaction. */
const foundedBy = ({ deployment }: Parts, logs: readonly Mined[]): readonly Address[] =>
  decodeLogs('registry', only(logs)([deployment.contracts.registry]), { times: new Map() }).flatMap((event) =>
    event.contract === 'registry' && event.name === 'CommunityFounded' ? [event.args.community] : [],
  )

const toEvents = (
  { deployment }: Parts,
  logs: readonly Mined[],
  { communities, times }: { readonly communities: readonly Address[]; readonly times: ReadonlyMap<bigint, number> },
): readonly ChainEvent[] => {
  const of = only(withoutRepeated(logs))
  const { registry, skillWallet, gigs } = deployment.contracts
  return [
    ...decodeLogs('registry', of([registry]), { times }),
    ...decodeLogs('skillWallet', of([skillWallet]), { times }),
    ...decodeLogs('gigs', of([gigs]), { times }),
    ...decodeLogs('community', of(communities), { times }),
  ].sort(inOrder)
}

/** @throws UnreliableChainError if two different logs have one place. */
const withoutRepeated = (logs: readonly Mined[]): readonly Mined[] => {
  const byPlace = new Map<string, Mined>()
  for (const log of logs) {
    const place = `${log.blockNumber}.${log.logIndex}`
    const other = byPlace.get(place) ?? log
    if (other.transactionHash !== log.transactionHash || other.data !== log.data || other.address !== log.address) {
      throw new UnreliableChainError(`two logs have the place ${place}`)
    }
    byPlace.set(place, other)
  }
  return [...byPlace.values()]
}
