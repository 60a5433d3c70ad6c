import { nonceSchema } from '@distributed-town/protocol'
import type { Address } from 'viem'
import { requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * The nonce of an owner's next meta-transaction, those under way included.
 *
 * @throws TownError as `requestJson`.
 */
export const getNonce = async (town: Town, { owner }: { readonly owner: Address }): Promise<bigint> =>
  (await requestJson(town, { path: `/api/nonces/${owner}`, schema: nonceSchema })).nonce
