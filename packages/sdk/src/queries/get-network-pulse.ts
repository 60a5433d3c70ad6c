import { type NetworkPulse, networkPulseSchema, type pulseQuerySchema } from '@distributed-town/protocol'
import type * as z from 'zod/mini'
import { queryString, requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * How all towns fare, and the spread of their scores. `scores` in hundredths, else as `getCommunityPulse`.
 *
 * @throws TownError as `requestJson`.
 */
export const getNetworkPulse = (
  town: Town,
  query: Partial<z.output<typeof pulseQuerySchema>> = {},
): Promise<NetworkPulse> =>
  requestJson(town, { path: `/api/network/pulse${queryString(query)}`, schema: networkPulseSchema })
