import { type Wallet, walletSchema } from '@distributed-town/protocol'
import { requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * A Skill Wallet. Amounts in base units; `communityId` is null while it lives nowhere.
 *
 * @throws TownError NOT_FOUND, and as `requestJson`.
 */
export const getWallet = (town: Town, { walletId }: { readonly walletId: number }): Promise<Wallet> =>
  requestJson(town, { path: `/api/wallets/${walletId}`, schema: walletSchema })
