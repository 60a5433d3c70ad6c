import { communityAbi, gigsAbi, registryAbi, skillWalletAbi } from '@distributed-town/protocol'
import {
  type Abi,
  type AbiParameter,
  type Address,
  type ContractEventName,
  concatHex,
  decodeAbiParameters,
  getAddress,
  type Hex,
  type Log,
  type ParseEventLogsReturnType,
  toEventSelector,
} from 'viem'

/** Where an event stands on the chain. `at`: time of its block, in seconds. */
export type Position = {
  readonly blockNumber: number
  readonly logIndex: number
  readonly txHash: Hex
  readonly at: number
}

type Decoded<A extends Abi> = {
  [Name in ContractEventName<A>]: ParseEventLogsReturnType<A, Name, true>[number] extends { readonly args: infer Args }
    ? { readonly name: Name; readonly args: Args }
    : never
}[ContractEventName<A>]

export type RegistryEvent = Position & { readonly contract: 'registry' } & Decoded<typeof registryAbi>
export type WalletEvent = Position & { readonly contract: 'skillWallet' } & Decoded<typeof skillWalletAbi>
export type GigEvent = Position & { readonly contract: 'gigs' } & Decoded<typeof gigsAbi>
export type CommunityEvent = Position & { readonly contract: 'community'; readonly address: Address } & Decoded<
    typeof communityAbi
  >
/** An event of the town's contracts. */
export type ChainEvent = RegistryEvent | WalletEvent | GigEvent | CommunityEvent

type Decoder = {
  readonly name: string
  readonly indexed: readonly AbiParameter[]
  readonly others: readonly AbiParameter[]
}

const decodersOf = (abi: Abi): ReadonlyMap<Hex, Decoder> =>
  new Map(
    abi.flatMap((item): [Hex, Decoder][] => {
      if (item.type !== 'event') return []
      const inputs = (indexed: boolean) => item.inputs.filter((input) => (input.indexed ?? false) === indexed)
      return [[toEventSelector(item), { name: item.name, indexed: inputs(true), others: inputs(false) }]]
    }),
  )

// viem finds the event of a log by hashing the signatures of events, which took most of the time of indexing (bench/suites/indexer.ts).
const decoders = {
  registry: decodersOf(registryAbi),
  skillWallet: decodersOf(skillWalletAbi),
  gigs: decodersOf(gigsAbi),
  community: decodersOf(communityAbi),
}

/**
 * Logs of one kind of contract as events. The caller knows that they are from such a contract: anyone can emit lookalikes.
 * @param options.times Of the blocks, in seconds.
 */
export const decodeLogs = (
  contract: ChainEvent['contract'],
  logs: readonly Log<bigint, number, false>[],
  { times }: { readonly times: ReadonlyMap<bigint, number> },
): ChainEvent[] =>
  logs.flatMap(({ address, blockNumber, data, logIndex, topics, transactionHash }) => {
    const [selector, ...rest] = topics
    const decoder = selector && decoders[contract].get(selector)
    if (!decoder) return []
    return [
      {
        contract,
        address: getAddress(address),
        name: decoder.name,
        args: argsOf(decoder, { data, topics: rest }),
        blockNumber: Number(blockNumber),
        logIndex,
        txHash: transactionHash,
        at: times.get(blockNumber) ?? 0,
        // The ABI of this kind of contract gave names and arguments: TypeScript can't follow it through the table.
      } as unknown as ChainEvent,
    ]
  })

/** The town's events index numbers, addresses and hashes: a topic is the argument itself. */
const argsOf = (
  { indexed, others }: Decoder,
  { data, topics }: { readonly data: Hex; readonly topics: readonly Hex[] },
): Record<string, unknown> => {
  const values = [
    ...decodeAbiParameters(indexed, concatHex([...topics])),
    ...(others.length === 0 ? [] : decodeAbiParameters(others, data)),
  ]
  return Object.fromEntries([...indexed, ...others].map(({ name = '' }, i) => [name, storable(values[i])]))
}

/** Founders write any bytes they like into texts, and the database stores every character but U+0000. */
const storable = (value: unknown): unknown => (typeof value === 'string' ? value.replaceAll('\0', '\u{fffd}') : value)

export const inOrder = (a: Position, b: Position): number => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex
