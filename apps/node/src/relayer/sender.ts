import { type Hex, keccak256, type TransactionReceipt } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import { MAX_FEE } from '../chain/anvil.ts'
import type { Chain } from '../chain/client.ts'
import { SubmitError, type Submitted } from '../chain/submit.ts'
import type { Batch } from './batch.ts'
import type { Outbox } from './outbox.ts'

export type SentBatch = { readonly batch: Batch; readonly hash: Hex }

export type Sending = {
  /** In a block: the next round finds what it did. On a chain that others mine a reorg may take it back. */
  readonly included: Promise<Pick<Submitted, 'receipt'>>
  /** For good, as far as the node waits for it. */
  readonly done: Promise<Submitted>
}

/** Sends the transactions of one account in the order of its nonces. */
export type Sender = {
  /** Resolves when what an earlier start has sent is done. */
  readonly ready: Promise<void>
  /**
   * @param write Writes down what is about to be sent, before it is.
   * @throws TownError RELAYER_NOT_FUNDED
   */
  readonly send: (
    batches: readonly Batch[],
    write: (sent: readonly SentBatch[]) => Promise<void>,
  ) => Promise<readonly Sending[]>
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

  return {
    ready: Promise.resolve(),
    send: async (batches, write) =>
      (await send(batches, write, ATTEMPTS)).map((result) => {
        const done = result.status === 'fulfilled' ? Promise.resolve(result.value) : Promise.reject(result.reason)
        return { included: done, done }
      }),
  }
}

/** For a chain that others mine. @param index Resolves with whether the API shows a block. */
export const createOutboxSender = ({
  outbox,
  index,
}: {
  readonly outbox: Pick<Outbox, 'send' | 'resumed'>
  readonly index: (blockNumber: bigint) => Promise<boolean>
}): Sender => {
  const finish = async (confirmed: Promise<TransactionReceipt>): Promise<Submitted> => {
    const receipt = await confirmed
    const { transactionHash: hash, blockNumber } = receipt
    return { hash, blockNumber, receipt, indexed: await index(blockNumber) }
  }
  return {
    ready: Promise.allSettled(outbox.resumed.map(({ confirmed }) => finish(confirmed))).then(() => undefined),
    send: async (batches, write) => {
      const tracked = await outbox.send(
        batches.map(({ call }) => call),
        (hashes) =>
          write(
            batches.flatMap((batch, at) => {
              const hash = hashes[at]
              return hash === undefined ? [] : [{ batch, hash }]
            }),
          ),
      )
      return tracked.map(({ included, confirmed }) => ({
        included: included.then((receipt) => ({ receipt })),
        done: finish(confirmed),
      }))
    },
  }
}

/** Somebody else used the account, or what came before it in the block failed to get in. */
const isWrongNonce = (result: PromiseSettledResult<unknown> | undefined): boolean =>
  result?.status === 'rejected' &&
  result.reason instanceof SubmitError &&
  (result.reason.code === 'REJECTED' || result.reason.code === 'NOT_EXECUTABLE')
