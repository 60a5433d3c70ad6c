import { skillWalletAbi } from '@distributed-town/protocol'
import { encodeFunctionData } from 'viem'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseId } from '../input.ts'
import type { Town } from '../town.ts'

/**
 * Moves what a wallet is owed or owes between vault and member, as far as the payer can give (spec §2.5). Anyone may.
 *
 * @throws TownError before sending: INVALID_ID; from the contract: UnknownWallet, NoCommunity; as `forward`.
 */
export const settle = async (
  town: Town,
  { identity, walletId }: { readonly identity: Identity; readonly walletId: number },
): Promise<Done> => {
  const data = encodeFunctionData({
    abi: skillWalletAbi,
    functionName: 'settle',
    args: [parseId('walletId', walletId)],
  })
  return await forward(town, { identity, to: 'skillWallet', data })
}
