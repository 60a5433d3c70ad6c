import {
  type CommunityHistoryPage,
  communityHistoryPageSchema,
  type historyQuerySchema,
} from '@distributed-town/protocol'
import type * as z from 'zod/mini'
import { queryString, requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * What happened in a community as the chain tells it, latest first: joinings, leavings, scores with their causes, re-evaluations.
 *
 * @param options.types Kinds of `HistoryType` with commas between; all without it.
 * @throws TownError NOT_FOUND, and as `requestJson`.
 */
export const listCommunityHistory = (
  town: Town,
  { communityId, ...query }: { readonly communityId: number } & Partial<z.output<typeof historyQuerySchema>>,
): Promise<CommunityHistoryPage> =>
  requestJson(town, {
    path: `/api/communities/${communityId}/history${queryString(query)}`,
    schema: communityHistoryPageSchema,
  })
