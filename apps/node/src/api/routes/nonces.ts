import { addressParamsSchema, nonceSchema } from '@distributed-town/protocol'
import { z } from 'zod'
import type { Relayer } from '../../relayer/relay-request.ts'
import { parse } from '../errors.ts'
import { describe } from '../operation.ts'
import type { ApiPlugin } from '../server.ts'

export const nonceRoutes =
  ({ relayer }: { readonly relayer: Pick<Relayer, 'nextNonce'> }): ApiPlugin =>
  (app) => {
    app.get(
      '/api/nonces/:address',
      describe({
        summary: 'The next nonce of an address for signed requests',
        params: addressParamsSchema,
        answer: nonceSchema,
      }),
      async ({ params }, reply) => {
        const { address } = parse(addressParamsSchema, params)
        const nonce = await relayer.nextNonce(address)
        return reply.header('cache-control', 'no-store').send(z.encode(nonceSchema, { nonce }))
      },
    )
  }
