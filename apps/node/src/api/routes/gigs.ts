import { gigParamsSchema, gigWithHistorySchema } from '@distributed-town/protocol'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { getGigWithHistory } from '../../db/chain/gigs.ts'
import type { Node } from '../../node.ts'
import { parse } from '../errors.ts'

export const gigRoutes = (app: FastifyInstance, node: Node): void => {
  app.get('/api/gigs/:id', async ({ params }) => {
    const gig = await getGigWithHistory(node, parse(gigParamsSchema, params).id)
    return z.encode(gigWithHistorySchema, gig)
  })
}
