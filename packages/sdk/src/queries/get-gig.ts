import { type GigWithHistory, gigWithHistorySchema } from '@distributed-town/protocol'
import { requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * A gig with all that happened to it. `credits` in base units, times in seconds.
 *
 * @throws TownError NOT_FOUND, and as `requestJson`.
 */
export const getGig = (town: Town, { gigId }: { readonly gigId: bigint }): Promise<GigWithHistory> =>
  requestJson(town, { path: `/api/gigs/${gigId}`, schema: gigWithHistorySchema })
