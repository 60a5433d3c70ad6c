import { type Health, healthSchema } from '@distributed-town/protocol'
import { z } from 'zod'
import type { ExampleView } from '../../example/example-file.ts'
import type { Past } from '../../example/past.ts'
import type { Indexer } from '../../indexer/loop.ts'
import type { Rereading } from '../../indexer/rereading.ts'
import type { Funds } from '../../relayer/funds.ts'
import { describe } from '../operation.ts'
import type { ApiPlugin } from '../server.ts'

export const HEALTH_PATH = '/api/health'

/** Blocks that the index may be late while it follows. */
const MAX_LAG = 5
/** Milliseconds for which a chain that says nothing is waited for: who asks for the health waits less than for an act. */
const SILENCE = 2_000

export const healthRoutes =
  ({
    indexer,
    funds,
    rereading,
    example,
    past,
    version,
    writer,
  }: {
    /** Of a node that writes. */
    readonly funds?: Pick<Funds, 'read'>
    readonly indexer: Pick<Indexer, 'indexed' | 'finalized'>
    readonly rereading: Pick<Rereading, 'progress'>
    readonly example?: ExampleView
    readonly past?: Pick<Past, 'progress'> | undefined
    readonly version: string
    /** The node that writes, if this one only reads. */
    readonly writer?: string
  }): ApiPlugin =>
  (app, { chain, clock, deployment }) => {
    app.get(
      HEALTH_PATH,
      describe({ summary: 'Whether the node is up and how far behind the chain', answer: healthSchema }),
      async (_, reply) => {
        const indexedBlock = Number(indexer.indexed())
        // A chain that does not answer has at least what is indexed; the node is up, and reads go on.
        const ask = async <Result>(work: Promise<Result>) =>
          await chain.patiently(work, { ms: SILENCE }).catch(() => undefined)
        const [answered, relayer] = await Promise.all([ask(chain.height().then(Number)), funds && ask(funds.read())])
        const height = answered ?? indexedBlock
        const indexed = Math.min(indexedBlock, height)
        const lag = height - indexed
        const progress = rereading.progress()
        const present = example?.read()
        const telling = past?.progress()
        const behind = lag > MAX_LAG || progress || answered === undefined
        const health: Health = {
          status: telling ? 'starting' : behind ? 'behind' : 'ok',
          chainId: deployment.chainId,
          height,
          indexed,
          lag,
          finalized: Math.min(Number(indexer.finalized()), indexed),
          ...(relayer && { relayer }),
          ...(progress && { rereading: progress }),
          ...(telling && { past: telling }),
          time: Math.floor(clock() / 1000),
          ...(present && { example: present.isFinished ? 'finished' : 'beginning' }),
          version,
          ...(writer !== undefined && { writer }),
        }
        return reply.header('cache-control', 'no-store').send(z.encode(healthSchema, health))
      },
    )
  }
