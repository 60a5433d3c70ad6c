import { skillWalletAbi } from '@distributed-town/protocol'
import { encodeFunctionData, type Hex } from 'viem'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseBytes32 } from '../input.ts'
import type { Town } from '../town.ts'

/**
 * Replaces the key that signs records and receives messages (spec §2.8).
 *
 * @param options.messagingKey x-only secp256k1.
 * @throws TownError before sending: INVALID_INPUT; from the contract: NoWallet, EmptyKey; as `forward`.
 */
export const setMessagingKey = async (
  town: Town,
  { identity, messagingKey }: { readonly identity: Identity; readonly messagingKey: Hex },
): Promise<Done> => {
  const data = encodeFunctionData({
    abi: skillWalletAbi,
    functionName: 'setMessagingKey',
    args: [parseBytes32('messagingKey', messagingKey)],
  })
  return await forward(town, { identity, to: 'skillWallet', data })
}
