import { isTownError } from '@distributed-town/protocol'
import type { TransactionReceipt } from 'viem'
import { type Create, DeploymentError } from '../chain/deploy.ts'
import type { Node } from '../node.ts'
import { type OutboxOptions, openOutbox } from './outbox.ts'

/** Creates contracts on a chain that others mine. @throws DeploymentError if the operator can't pay for it. */
export const createContracts = async (
  node: Pick<Node, 'chain' | 'pool' | 'log'>,
  options: OutboxOptions,
  { creations, firstNonce }: Parameters<Create>[0],
): Promise<readonly TransactionReceipt[]> => {
  const { address } = options.account
  const outbox = await openOutbox(node, options)
  try {
    const used = await node.chain.client.getTransactionCount({ address })
    // An earlier start may have left some under way; of those that are confirmed the chain knows.
    const next = Math.max(used, ...outbox.resumed.map(({ nonce }) => nonce + 1))
    const calls = creations.slice(next - firstNonce).map(({ data, gas }) => ({ to: null, data, gas }))
    const sent = [...outbox.resumed, ...(await outbox.send(calls))]
    return await Promise.all(sent.map(({ confirmed }) => confirmed))
  } catch (error) {
    if (!isTownError(error, 'RELAYER_NOT_FUNDED')) throw error
    throw new DeploymentError(
      `the operator ${address} can not pay for the deployment on chain ${options.chainId}: give it ether, or a key that has some by OPERATOR_KEY`,
      { cause: error },
    )
  } finally {
    await outbox.close()
  }
}
