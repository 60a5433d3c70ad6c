import { answerRpc } from '../../chain/rpc.ts'
import type { ApiPlugin } from '../server.ts'

export const RPC_PATH = '/rpc'

/** The chain as its own JSON-RPC, for wallets and other nodes. */
export const rpcRoutes: ApiPlugin = (app, node) => {
  app.post(RPC_PATH, async ({ body }, reply) => {
    const answer = await answerRpc(node, body)
    return answer === undefined ? reply.status(204).send() : reply.send(answer)
  })
}
