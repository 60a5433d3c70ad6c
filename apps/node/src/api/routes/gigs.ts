import { gigParamsSchema, gigWithHistorySchema } from '@distributed-town/protocol'
import { getGigWithHistory } from '../../db/chain/gigs.ts'
import { type Answers, sendAnswer, toAnswer } from '../answers.ts'
import { parse } from '../errors.ts'
import { describe } from '../operation.ts'
import type { ApiPlugin } from '../server.ts'

export const gigRoutes =
  ({ answers }: { readonly answers: Answers }): ApiPlugin =>
  (app, node) => {
    app.get(
      '/api/gigs/:id',
      describe({ summary: 'A gig with its history', params: gigParamsSchema, answer: gigWithHistorySchema }),
      ({ url, params }, reply) =>
        sendAnswer(reply, answers, url, async () => {
          const { id } = parse(gigParamsSchema, params)
          return toAnswer(gigWithHistorySchema, await getGigWithHistory(node, id), [`gig:${id}`])
        }),
    )
  }
