import { TownError, type Wallet, walletSchema } from '@distributed-town/protocol'
import type { Address } from 'viem'
import { requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * The Skill Wallet of an address, undefined when it has none.
 *
 * @throws TownError as `requestJson`.
 */
export const findWalletByOwner = async (
  town: Town,
  { owner }: { readonly owner: Address },
): Promise<Wallet | undefined> => {
  try {
    return await requestJson(town, { path: `/api/wallets/by-owner/${owner}`, schema: walletSchema })
  } catch (error) {
    if (error instanceof TownError && error.code === 'NOT_FOUND') return undefined
    throw error
  }
}
