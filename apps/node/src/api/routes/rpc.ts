import { TownError } from '@distributed-town/protocol'
import type { FastifyRequest } from 'fastify'
import { createRpc, MAX_BATCH } from '../../chain/rpc.ts'
import type { ApiPlugin } from '../server.ts'

export const RPC_PATH = '/rpc'

/** The chain as its own JSON-RPC, for wallets and other nodes. */
export const rpcRoutes: ApiPlugin = (app, node) => {
  const rpc = createRpc(node)
  const countRequest = app.createRateLimit()

  /** A batch counts as many requests as it has; the first was counted when it came. */
  const countBatch = async (request: FastifyRequest): Promise<void> => {
    const { body } = request
    const count = Array.isArray(body) ? Math.min(body.length, MAX_BATCH) : 1
    for (let counted = 1; counted < count; counted += 1) {
      const limit = await countRequest(request)
      if (!limit.isAllowed && limit.isExceeded) throw new TownError('RATE_LIMITED')
    }
  }

  app.post(RPC_PATH, { preHandler: countBatch }, async ({ body }, reply) => {
    const answer = await rpc.answer(body)
    return answer === undefined ? reply.status(204).send() : reply.send(answer)
  })
}
