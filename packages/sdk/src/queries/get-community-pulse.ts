import { type CommunityPulse, communityPulseSchema, type pulseQuerySchema } from '@distributed-town/protocol'
import type * as z from 'zod/mini'
import { queryString, requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * How a community fares: the measures of spec §15 over a period, and what was done week by week. Amounts in base units, ratios in
 * ten-thousandths.
 *
 * @param query.days Length of the period, the present day (UTC) included. @param query.weeks How many weeks are told one by one.
 * @throws TownError NOT_FOUND, and as `requestJson`.
 */
export const getCommunityPulse = (
  town: Town,
  { communityId, ...query }: { readonly communityId: number } & Partial<z.output<typeof pulseQuerySchema>>,
): Promise<CommunityPulse> =>
  requestJson(town, {
    path: `/api/communities/${communityId}/pulse${queryString(query)}`,
    schema: communityPulseSchema,
  })
