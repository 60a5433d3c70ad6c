import {
  communitiesQuerySchema,
  communityHistoryPageSchema,
  communityPageSchema,
  communityParamsSchema,
  communityWithRosterSchema,
  gigPageSchema,
  gigsQuerySchema,
  pageQuerySchema,
} from '@distributed-town/protocol'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { getCommunity, listCommunities } from '../../db/chain/communities.ts'
import { listCommunityGigs } from '../../db/chain/gigs.ts'
import { listCommunityHistory } from '../../db/chain/history.ts'
import type { Node } from '../../node.ts'
import { parse } from '../errors.ts'

export const communityRoutes = (app: FastifyInstance, node: Node): void => {
  app.get('/api/communities', async ({ query }) => {
    const page = await listCommunities(node, parse(communitiesQuerySchema, query))
    return z.encode(communityPageSchema, page)
  })

  app.get('/api/communities/:id', async ({ params }) => {
    const community = await getCommunity(node, parse(communityParamsSchema, params).id)
    return z.encode(communityWithRosterSchema, community)
  })

  app.get('/api/communities/:id/gigs', async ({ params, query }) => {
    const { id } = parse(communityParamsSchema, params)
    const page = await listCommunityGigs(node, { communityId: id, ...parse(gigsQuerySchema, query) })
    return z.encode(gigPageSchema, page)
  })

  app.get('/api/communities/:id/history', async ({ params, query }) => {
    const { id } = parse(communityParamsSchema, params)
    const page = await listCommunityHistory(node, { communityId: id, ...parse(pageQuerySchema, query) })
    return z.encode(communityHistoryPageSchema, page)
  })
}
