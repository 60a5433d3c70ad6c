import { skillWalletAbi } from '@distributed-town/protocol'
import { encodeFunctionData } from 'viem'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseId } from '../input.ts'
import type { Town } from '../town.ts'

/**
 * Applies the last re-evaluation of its community to the levels of a wallet (spec §6.2). Anyone may; no effect when none is due.
 *
 * @throws TownError before sending: INVALID_ID; from the contract: UnknownWallet, NoCommunity; as `forward`.
 */
export const follow = async (
  town: Town,
  { identity, walletId }: { readonly identity: Identity; readonly walletId: number },
): Promise<Done> => {
  const data = encodeFunctionData({
    abi: skillWalletAbi,
    functionName: 'follow',
    args: [parseId('walletId', walletId)],
  })
  return await forward(town, { identity, to: 'skillWallet', data })
}
