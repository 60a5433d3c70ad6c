import type { RpcAnswer, RpcCall } from './ipc.ts'

/**
 * anvil looks up the latest block and then its state, which it forgets with the next block: a question during which a block was mined
 * fails. It is asked again, a few times, as a question about an old block fails for good.
 */
export const askAgain =
  (request: (call: RpcCall) => Promise<RpcAnswer>) =>
  async (call: RpcCall): Promise<RpcAnswer> => {
    for (let attempt = 1; ; attempt++) {
      const answer = await request(call)
      if (attempt >= MAX_ATTEMPTS || 'result' in answer || !answer.error.message.startsWith(OVERTAKEN)) return answer
    }
  }

const OVERTAKEN = 'BlockOutOfRangeError'
const MAX_ATTEMPTS = 8
