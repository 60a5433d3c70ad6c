import {
  communitiesQuerySchema,
  communityHistoryPageSchema,
  communityPageSchema,
  communityParamsSchema,
  communityPulseSchema,
  communityWithRosterSchema,
  gigPageSchema,
  gigsQuerySchema,
  historyQuerySchema,
  networkPageSchema,
  networkPulseSchema,
  networkQuerySchema,
  pulseQuerySchema,
} from '@distributed-town/protocol'
import { getCommunity, listCommunities, listNetwork } from '../../db/chain/communities.ts'
import { listCommunityGigs } from '../../db/chain/gigs.ts'
import { listCommunityHistory } from '../../db/chain/history.ts'
import { getCommunityPulse, getNetworkPulse } from '../../db/chain/pulse.ts'
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
      '/api/network/pulse',
      describe({
        summary: 'How all towns fare: the measures of a period, and what was done week by week',
        query: pulseQuerySchema,
        answer: networkPulseSchema,
      }),
      ({ url, query }, reply) =>
        sendAnswer(reply, answers, url, async () => {
          const { pulse, changesAt } = await getNetworkPulse(node, parse(pulseQuerySchema, query))
          return { ...toAnswer(networkPulseSchema, pulse, ['communities']), changesAt }
        }),
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

    app.get(
      '/api/communities/:id/pulse',
      describe({
        summary: 'How a town fares: the measures of a period, and what was done week by week',
        params: communityParamsSchema,
        query: pulseQuerySchema,
        answer: communityPulseSchema,
      }),
      ({ url, params, query }, reply) =>
        sendAnswer(reply, answers, url, async () => {
          const { id } = parse(communityParamsSchema, params)
          const options = { communityId: id, ...parse(pulseQuerySchema, query) }
          const { pulse, changesAt } = await getCommunityPulse(node, options)
          return { ...toAnswer(communityPulseSchema, pulse, [`community:${id}`, `gigs:${id}`]), changesAt }
        }),
    )
  }
