import { communityAbi, gigsAbi, registryAbi, skillWalletAbi } from '@distributed-town/protocol'
import {
  type Abi,
  type Address,
  type ContractEventName,
  getAddress,
  type Hex,
  type Log,
  type ParseEventLogsReturnType,
  parseEventLogs,
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

const abis = { registry: registryAbi, skillWallet: skillWalletAbi, gigs: gigsAbi, community: communityAbi }

/**
 * Logs of one kind of contract as events. The caller knows that they are from such a contract: anyone can emit lookalikes.
 * @param options.times Of the blocks, in seconds.
 */
export const decodeLogs = (
  contract: ChainEvent['contract'],
  logs: readonly Log<bigint, number, false>[],
  { times }: { readonly times: ReadonlyMap<bigint, number> },
): ChainEvent[] =>
  parseEventLogs({ abi: abis[contract] as Abi, logs: [...logs] }).map(
    ({ eventName, args, address, blockNumber, logIndex, transactionHash }) =>
      ({
        contract,
        address: getAddress(address),
        name: eventName,
        args: storable(args),
        blockNumber: Number(blockNumber),
        logIndex,
        txHash: transactionHash,
        at: times.get(blockNumber) ?? 0,
        // The ABI of this kind of contract gave names and arguments: TypeScript can't follow it through the table.
      }) as ChainEvent,
  )

/** Founders write any bytes they like into texts, and the database stores every character but U+0000. */
const storable = (args: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(args as object).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll('\0', '\u{fffd}') : value,
    ]),
  )

export const inOrder = (a: Position, b: Position): number => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex
