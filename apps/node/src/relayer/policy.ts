import { communityAbi, gigsAbi, registryAbi, skillWalletAbi, TownError } from '@distributed-town/protocol'
import {
  type Abi,
  type Address,
  type ContractFunctionName,
  getAddress,
  type Hex,
  isAddressEqual,
  slice,
  toFunctionSelector,
} from 'viem'
import { mapInTurns } from '../indexer/turns.ts'
import type { Node } from '../node.ts'

// What is relayed: the acts of people, by the names of their functions. Whatever needs a role on a contract is not among them.

const DEFAULT_GAS = 600_000n
/** Deploys a clone and writes the charter's texts. */
const FOUNDING_GAS = 1_200_000n
/** Cancels up to 24 gigs on the way. */
const LEAVING_GAS = 3_000_000n

type Limits<Name extends string> = Readonly<Partial<Record<Name, bigint>>>

const registryActs = {
  found: FOUNDING_GAS,
  createAndFound: FOUNDING_GAS,
} satisfies Limits<ContractFunctionName<typeof registryAbi, 'nonpayable'>>

const skillWalletActs = {
  createAndJoin: DEFAULT_GAS,
  join: DEFAULT_GAS,
  leave: LEAVING_GAS,
  relocate: LEAVING_GAS,
  changeSkills: DEFAULT_GAS,
  setMessagingKey: DEFAULT_GAS,
  setProfile: DEFAULT_GAS,
  settle: DEFAULT_GAS,
  follow: DEFAULT_GAS,
  claimCarried: DEFAULT_GAS,
} satisfies Limits<ContractFunctionName<typeof skillWalletAbi, 'nonpayable'>>

const gigsActs = {
  createGig: DEFAULT_GAS,
  cancelGig: DEFAULT_GAS,
  acceptRequest: DEFAULT_GAS,
  giveUpGig: DEFAULT_GAS,
  reclaimGig: DEFAULT_GAS,
  submitGig: DEFAULT_GAS,
  requestChanges: DEFAULT_GAS,
  completeGig: DEFAULT_GAS,
  completeUnreviewed: DEFAULT_GAS,
  settleGig: DEFAULT_GAS,
  lapseVerification: DEFAULT_GAS,
  rateGig: DEFAULT_GAS,
  rateByDefault: DEFAULT_GAS,
} satisfies Limits<ContractFunctionName<typeof gigsAbi, 'nonpayable'>>

const communityActs = {
  transfer: DEFAULT_GAS,
  transferFrom: DEFAULT_GAS,
  approve: DEFAULT_GAS,
  adoptRelease: DEFAULT_GAS,
} satisfies Limits<ContractFunctionName<typeof communityAbi, 'nonpayable'>>

/** Most gas of each act by the selector of its function. */
type Acts = ReadonlyMap<Hex, bigint>

export type Policy = {
  /** @throws TownError TARGET_NOT_ALLOWED, or INVALID_REQUEST if it asks for more gas than the act may use. */
  readonly requireAllowed: (call: { readonly to: Address; readonly data: Hex; readonly gas: bigint }) => Promise<void>
}

export const createPolicy = ({ chain, deployment }: Pick<Node, 'chain' | 'deployment'>): Policy => {
  const { registry, skillWallet, gigs } = deployment.contracts
  const actsBySingleton = new Map<Address, Acts>([
    [getAddress(registry), actsOf(registryAbi, registryActs)],
    [getAddress(skillWallet), actsOf(skillWalletAbi, skillWalletActs)],
    [getAddress(gigs), actsOf(gigsAbi, gigsActs)],
  ])
  const acts = actsOf(communityAbi, communityActs)
  // Grows with the registry: communities are never removed.
  const communities: Address[] = []

  const isCommunity = async (address: Address): Promise<boolean> => {
    if (communities.some((community) => isAddressEqual(community, address))) return true
    const count = await chain.client.readContract({ address: registry, abi: registryAbi, functionName: 'communities' })
    const ids = Array.from({ length: count - communities.length }, (_, index) => communities.length + index + 1)
    const found = await mapInTurns(ids, (id) =>
      chain.client.readContract({ address: registry, abi: registryAbi, functionName: 'communityAddress', args: [id] }),
    )
    for (const [index, id] of ids.entries()) communities[id - 1] = found[index] as Address
    return communities.some((community) => isAddressEqual(community, address))
  }

  return {
    requireAllowed: async ({ to, data, gas }) => {
      const selector = data.length >= 10 ? slice(data, 0, 4) : '0x'
      const target = getAddress(to)
      const limit =
        actsBySingleton.get(target)?.get(selector) ??
        (acts.has(selector) && (await isCommunity(target)) ? acts.get(selector) : undefined)
      if (limit === undefined) throw new TownError('TARGET_NOT_ALLOWED', { to: target, selector })
      if (gas > limit) throw new TownError('INVALID_REQUEST', { path: 'request.gas', most: limit })
    },
  }
}

const actsOf = (abi: Abi, limits: Readonly<Record<string, bigint>>): Acts =>
  new Map(
    abi.flatMap((item) => {
      const limit = item.type === 'function' ? limits[item.name] : undefined
      return item.type === 'function' && limit !== undefined ? [[toFunctionSelector(item), limit] as const] : []
    }),
  )
