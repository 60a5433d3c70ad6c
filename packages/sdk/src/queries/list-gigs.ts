import { type GigPage, gigPageSchema, type gigsQuerySchema } from '@distributed-town/protocol'
import type * as z from 'zod/mini'
import { queryString, requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * A page of the gigs of a community, latest first. `credits` in base units; what a gig says is in its record (`getRecord`).
 *
 * @throws TownError NOT_FOUND, and as `requestJson`.
 */
export const listGigs = (
  town: Town,
  { communityId, ...query }: { readonly communityId: number } & Partial<z.output<typeof gigsQuerySchema>>,
): Promise<GigPage> =>
  requestJson(town, { path: `/api/communities/${communityId}/gigs${queryString(query)}`, schema: gigPageSchema })
