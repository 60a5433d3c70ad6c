import { relayedSchema, relayRequestSchema } from '@distributed-town/protocol'
import { z } from 'zod'
import { createSenderOfRequest } from '../../address.ts'
import type { Rereading } from '../../indexer/rereading.ts'
import type { Relayer } from '../../relayer/relay-request.ts'
import { parse } from '../errors.ts'
import { describe } from '../operation.ts'
import type { ApiPlugin } from '../server.ts'

export const relayRoutes =
  ({
    relayer,
    rereading,
  }: {
    readonly relayer: Pick<Relayer, 'relay'>
    readonly rereading: Pick<Rereading, 'requireOver'>
  }): ApiPlugin =>
  (app, { config }) => {
    const senderOfRequest = createSenderOfRequest(config)
    app.post(
      '/api/relay',
      describe({
        summary: 'Sends a signed request to the chain and pays for it',
        body: relayRequestSchema,
        answer: relayedSchema,
      }),
      async ({ body, raw }) => {
        // Nobody would see what it did.
        rereading.requireOver()
        const origin = senderOfRequest(raw)
        return z.encode(relayedSchema, await relayer.relay(parse(relayRequestSchema, body), { origin }))
      },
    )
  }
