import { type CommunityPage, type communitiesQuerySchema, communityPageSchema } from '@distributed-town/protocol'
import type * as z from 'zod/mini'
import { queryString, requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * A page of communities. Amounts in base units, `score` in hundredths.
 *
 * @param query.template 0 … 2. @param query.skill Only those where nobody has this skill. @param query.q Part of name, purpose or place.
 * @param query.after `next` of the page before.
 * @throws TownError as `requestJson`.
 */
export const listCommunities = (
  town: Town,
  query: Partial<z.output<typeof communitiesQuerySchema>> = {},
): Promise<CommunityPage> =>
  requestJson(town, { path: `/api/communities${queryString(query)}`, schema: communityPageSchema })
