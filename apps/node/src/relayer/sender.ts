import { type Hex, keccak256 } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import { MAX_FEE } from '../chain/anvil.ts'
import type { Chain } from '../chain/client.ts'
import { SubmitError, type Submitted } from '../chain/submit.ts'
import type { Batch } from './batch.ts'

export type SentBatch = { readonly batch: Batch; readonly hash: Hex }

/** Sends the transactions of one account in the order of its nonces. */
export type Sender = {
  /**
   * @param write Writes down what is about to be sent, before it is.
   * @returns for each batch the promise of its transaction.
   */
  readonly send: (
    batches: readonly Batch[],
    write: (sent: readonly SentBatch[]) => Promise<void>,
  ) => Promise<readonly PromiseSettledResult<Submitted>[]>
}

const ATTEMPTS = 3

/** For the chain of which this node is the only miner. */
export const createSender = ({
  chain,
  account,
}: {
  readonly chain: Pick<Chain, 'client' | 'submit'>
  readonly account: PrivateKeyAccount
}): Sender => {
  /** Undefined: ask the chain. */
  let nonce: number | undefined

  const sign = async ({ call: { to, data, gas } }: Batch, index: number, first: number) =>
    account.signTransaction({
      type: 'eip1559',
      chainId: chain.client.chain?.id ?? (await chain.client.getChainId()),
      nonce: first + index,
      to,
      data,
      gas,
      maxFeePerGas: MAX_FEE,
      maxPriorityFeePerGas: 0n,
    })

  const send = async (
    batches: readonly Batch[],
    write: (sent: readonly SentBatch[]) => Promise<void>,
    attempts: number,
  ): Promise<readonly PromiseSettledResult<Submitted>[]> => {
    const first = nonce ?? (await chain.client.getTransactionCount({ address: account.address }))
    const raw = await Promise.all(batches.map((batch, index) => sign(batch, index, first)))
    await write(batches.map((batch, index) => ({ batch, hash: keccak256(raw[index] ?? '0x') })))
    // In one turn of the event loop: they share a block.
    const results = await Promise.allSettled(raw.map(chain.submit))
    nonce = results.every(({ status }) => status === 'fulfilled') ? first + batches.length : undefined
    const again = batches.filter((_, index) => isWrongNonce(results[index]))
    if (again.length === 0 || attempts === 1) return results
    const repeated = [...(await send(again, write, attempts - 1))]
    return results.map((result) => (isWrongNonce(result) ? (repeated.shift() ?? result) : result))
  }

  return { send: (batches, write) => send(batches, write, ATTEMPTS) }
}

/** Somebody else used the account, or what came before it in the block failed to get in. */
const isWrongNonce = (result: PromiseSettledResult<unknown> | undefined): boolean =>
  result?.status === 'rejected' &&
  result.reason instanceof SubmitError &&
  (result.reason.code === 'REJECTED' || result.reason.code === 'NOT_EXECUTABLE')
