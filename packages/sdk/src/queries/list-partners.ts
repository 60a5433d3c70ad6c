import { type Partner, partnersSchema } from '@distributed-town/protocol'
import { requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * With whom a wallet completed gigs, those of the latest first: how many in either direction, for how many credits, how rated.
 *
 * @throws TownError NOT_FOUND, and as `requestJson`.
 */
export const listPartners = async (
  town: Town,
  { walletId }: { readonly walletId: number },
): Promise<readonly Partner[]> =>
  (await requestJson(town, { path: `/api/wallets/${walletId}/partners`, schema: partnersSchema })).items
