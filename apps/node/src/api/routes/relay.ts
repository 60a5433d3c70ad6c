import { relayedSchema, relayRequestSchema } from '@distributed-town/protocol'
import { z } from 'zod'
import { senderOf } from '../../relay/address.ts'
import type { Relayer } from '../../relayer/relay-request.ts'
import { parse } from '../errors.ts'
import type { ApiPlugin } from '../server.ts'

export const relayRoutes =
  ({ relayer }: { readonly relayer: Pick<Relayer, 'relay'> }): ApiPlugin =>
  (app) => {
    app.post('/api/relay', async ({ body, ip }) => {
      const origin = senderOf({ remote: ip, forwarded: undefined })
      return z.encode(relayedSchema, await relayer.relay(parse(relayRequestSchema, body), { origin }))
    })
  }
