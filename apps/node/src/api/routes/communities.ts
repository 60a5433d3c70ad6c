import {
  communitiesQuerySchema,
  communityHistoryPageSchema,
  communityPageSchema,
  communityParamsSchema,
  communityWithRosterSchema,
  gigPageSchema,
  gigsQuerySchema,
  historyQuerySchema,
  networkPageSchema,
  networkQuerySchema,
} from '@distributed-town/protocol'
import { getCommunity, listCommunities, listNetwork } from '../../db/chain/communities.ts'
import { listCommunityGigs } from '../../db/chain/gigs.ts'
import { listCommunityHistory } from '../../db/chain/history.ts'
import { type Answers, sendAnswer, toAnswer } from '../answers.ts'
import { parse } from '../errors.ts'
import { describe } from '../operation.ts'
import type { ApiPlugin } from '../server.ts'

export const communityRoutes =
  ({ answers }: { readonly answers: Answers }): ApiPlugin =>
  (app, node) => {
    app.get(
      '/api/communities',
      describe({
        summary: 'Towns, in the order of their founding',
        query: communitiesQuerySchema,
        answer: communityPageSchema,
      }),
      ({ url, query }, reply) =>
        sendAnswer(reply, answers, url, async () =>
          toAnswer(communityPageSchema, await listCommunities(node, parse(communitiesQuerySchema, query)), [
            'communities',
          ]),
        ),
    )

    app.get(
      '/api/network',
      describe({
        summary: 'All towns with what a map of them needs, in the order of their founding',
        query: networkQuerySchema,
        answer: networkPageSchema,
      }),
      ({ url, query }, reply) =>
        sendAnswer(reply, answers, url, async () =>
          toAnswer(networkPageSchema, await listNetwork(node, parse(networkQuerySchema, query)), ['communities']),
        ),
    )

    app.get(
      '/api/communities/:id',
      describe({
        summary: 'A town with everything public of its members',
        params: communityParamsSchema,
        answer: communityWithRosterSchema,
      }),
      ({ url, params }, reply) =>
        sendAnswer(reply, answers, url, async () => {
          const { community, changesAt } = await getCommunity(node, parse(communityParamsSchema, params).id)
          return { ...toAnswer(communityWithRosterSchema, community, [`community:${community.id}`]), changesAt }
        }),
    )

    app.get(
      '/api/communities/:id/gigs',
      describe({
        summary: 'Gigs of a town, newest first',
        params: communityParamsSchema,
        query: gigsQuerySchema,
        answer: gigPageSchema,
      }),
      ({ url, params, query }, reply) =>
        sendAnswer(reply, answers, url, async () => {
          const { id } = parse(communityParamsSchema, params)
          const page = await listCommunityGigs(node, { communityId: id, ...parse(gigsQuerySchema, query) })
          return toAnswer(gigPageSchema, page, [`gigs:${id}`])
        }),
    )

    app.get(
      '/api/communities/:id/history',
      describe({
        summary: 'What happened in a town, newest first',
        params: communityParamsSchema,
        query: historyQuerySchema,
        answer: communityHistoryPageSchema,
      }),
      ({ url, params, query }, reply) =>
        sendAnswer(reply, answers, url, async () => {
          const { id } = parse(communityParamsSchema, params)
          const page = await listCommunityHistory(node, { communityId: id, ...parse(historyQuerySchema, query) })
          return toAnswer(communityHistoryPageSchema, page, [`community:${id}`])
        }),
    )
  }
