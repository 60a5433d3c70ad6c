import { type NetworkPage, networkPageSchema, type networkQuerySchema } from '@distributed-town/protocol'
import type { z } from 'zod'
import { queryString, requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * All towns with what a map of them needs, up to a thousand at once. `score` in hundredths.
 *
 * @param query.after `next` of the page before.
 * @throws TownError as `requestJson`.
 */
export const listNetwork = (
  town: Town,
  query: Partial<z.output<typeof networkQuerySchema>> = {},
): Promise<NetworkPage> => requestJson(town, { path: `/api/network${queryString(query)}`, schema: networkPageSchema })
