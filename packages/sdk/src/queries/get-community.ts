import { type CommunityWithRoster, communityWithRosterSchema } from '@distributed-town/protocol'
import { requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * A community with its members. Amounts in base units, `score` in hundredths.
 *
 * @throws TownError NOT_FOUND, and as `requestJson`.
 */
export const getCommunity = (
  town: Town,
  { communityId }: { readonly communityId: number },
): Promise<CommunityWithRoster> =>
  requestJson(town, { path: `/api/communities/${communityId}`, schema: communityWithRosterSchema })
