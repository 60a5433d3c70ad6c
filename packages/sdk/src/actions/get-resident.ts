import { TownError, type Wallet } from '@distributed-town/protocol'
import type { Identity } from '../identity.ts'
import { findWalletByOwner } from '../queries/find-wallet-by-owner.ts'
import type { Town } from '../town.ts'

/**
 * The identity's wallet and the community it lives in.
 *
 * @throws TownError NoWallet, NoCommunity as the contract says it; as `requestJson`.
 */
export const getResident = async (
  town: Town,
  { identity }: { readonly identity: Identity },
): Promise<{ readonly wallet: Wallet; readonly communityId: number }> => {
  const wallet = await findWalletByOwner(town, { owner: identity.owner.address })
  if (!wallet) throw new TownError('NoWallet', { caller: identity.owner.address })
  if (wallet.communityId === null) throw new TownError('NoCommunity')
  return { wallet, communityId: wallet.communityId }
}
