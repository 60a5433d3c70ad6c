import { type Health, healthSchema } from '@distributed-town/protocol'
import { z } from 'zod'
import type { Indexer } from '../../indexer/loop.ts'
import type { Funds } from '../../relayer/funds.ts'
import { describe } from '../operation.ts'
import type { ApiPlugin } from '../server.ts'

/** Blocks that the index may be late while it follows. */
const MAX_LAG = 5

export const healthRoutes =
  ({
    indexer,
    funds,
    version,
    writer,
  }: {
    /** Of a node that writes. */
    readonly funds?: Pick<Funds, 'read'>
    readonly indexer: Pick<Indexer, 'indexed' | 'finalized'>
    readonly version: string
    /** The node that writes, if this one only reads. */
    readonly writer?: string
  }): ApiPlugin =>
  (app, { chain, deployment }) => {
    app.get(
      '/api/health',
      describe({ summary: 'Whether the node is up and how far behind the chain', answer: healthSchema }),
      async (_, reply) => {
        const height = Number(await chain.height())
        const indexed = Math.min(Number(indexer.indexed()), height)
        const lag = height - indexed
        const health: Health = {
          status: lag > MAX_LAG ? 'behind' : 'ok',
          chainId: deployment.chainId,
          height,
          indexed,
          lag,
          finalized: Math.min(Number(indexer.finalized()), indexed),
          ...(funds && { relayer: await funds.read() }),
          version,
          ...(writer !== undefined && { writer }),
        }
        return reply.header('cache-control', 'no-store').send(z.encode(healthSchema, health))
      },
    )
  }
