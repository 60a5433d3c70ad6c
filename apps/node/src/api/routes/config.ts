import { configSchema, type NodeConfig } from '@distributed-town/protocol'
import { z } from 'zod'
import { RELAY_PATH } from '../../relay/authenticate.ts'
import { describe } from '../operation.ts'
import type { ApiPlugin } from '../server.ts'
import { RPC_PATH } from './rpc.ts'

/** What a client must know before it signs anything. */
export const configRoutes =
  ({ relay = RELAY_PATH }: { readonly relay?: string } = {}): ApiPlugin =>
  (app, { chain, deployment: { chainId, block, contracts } }) => {
    app.get(
      '/api/config',
      describe({ summary: 'What a client must know before it signs', answer: configSchema }),
      async (_, reply) => {
        const config: NodeConfig = {
          chainId,
          deploymentBlock: Number(block),
          contracts,
          relay,
          rpc: RPC_PATH,
          blockTime: chain.time(),
        }
        return reply.header('cache-control', 'no-store').send(z.encode(configSchema, config))
      },
    )
  }
