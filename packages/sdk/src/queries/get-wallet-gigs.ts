import { type WalletGigs, walletGigsSchema } from '@distributed-town/protocol'
import { requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * The gigs that a wallet created and those that it took.
 *
 * @throws TownError NOT_FOUND, and as `requestJson`.
 */
export const getWalletGigs = (town: Town, { walletId }: { readonly walletId: number }): Promise<WalletGigs> =>
  requestJson(town, { path: `/api/wallets/${walletId}/gigs`, schema: walletGigsSchema })
