import { nostrEventSchema, recordParamsSchema, TownError } from '@distributed-town/protocol'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { findThreadRecord } from '../../db/town/records.ts'
import type { Node } from '../../node.ts'
import { RELAY_PATH } from '../../relay/authenticate.ts'
import { describeRelay } from '../../relay/information.ts'
import { parse } from '../errors.ts'
import { describe } from '../operation.ts'

export const recordRoutes = (app: FastifyInstance, node: Node): void => {
  /** Any event of a thread by its id, for whoever verifies what the chain names: encrypted, so that it tells an outsider nothing it says. */
  app.get(
    '/api/records/:id',
    describe({
      summary: 'A record of a town by its id, encrypted',
      params: recordParamsSchema,
      answer: nostrEventSchema,
    }),
    async ({ params }) => {
      const { id } = parse(recordParamsSchema, params)
      const event = await findThreadRecord(node, { id })
      if (!event) throw new TownError('NOT_FOUND', { id })
      return z.encode(nostrEventSchema, event)
    },
  )

  /** NIP-11; connections of WebSocket to the same path never come here. */
  app.get(RELAY_PATH, async ({ headers }, reply) => {
    if (!headers.accept?.includes(RELAY_INFORMATION)) throw new TownError('NOT_FOUND')
    return reply
      .header('access-control-allow-origin', '*')
      .header('vary', 'accept')
      .type(RELAY_INFORMATION)
      .send(JSON.stringify(describeRelay()))
  })
}

const RELAY_INFORMATION = 'application/nostr+json'
