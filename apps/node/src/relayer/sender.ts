import type { Address, Hex } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import { MAX_FEE } from '../chain/anvil.ts'
import type { Chain } from '../chain/client.ts'
import { SubmitError, type Submitted } from '../chain/submit.ts'

/** Sends the transactions of one account in the order of its nonces. */
export type Sender = {
  readonly send: (call: { readonly to: Address; readonly data: Hex; readonly gas: bigint }) => Promise<Submitted>
}

const ATTEMPTS = 3

export const createSender = ({
  chain,
  account,
}: {
  readonly chain: Pick<Chain, 'client' | 'submit'>
  readonly account: PrivateKeyAccount
}): Sender => {
  /** Undefined: ask the chain. */
  let nonce: number | undefined
  let turn: Promise<unknown> = Promise.resolve()

  const sign = async ({ to, data, gas }: { to: Address; data: Hex; gas: bigint }) => {
    nonce ??= await chain.client.getTransactionCount({ address: account.address })
    const raw = await account.signTransaction({
      type: 'eip1559',
      chainId: chain.client.chain?.id ?? (await chain.client.getChainId()),
      nonce,
      to,
      data,
      gas,
      maxFeePerGas: MAX_FEE,
      maxPriorityFeePerGas: 0n,
    })
    nonce += 1
    return raw
  }

  const send = async (
    call: { readonly to: Address; readonly data: Hex; readonly gas: bigint },
    attempts = ATTEMPTS,
  ): Promise<Submitted> => {
    // Signed and queued in one turn: what has the lower nonce is submitted first. Several share a block.
    const submitted = turn.then(async () => ({ mined: chain.submit(await sign(call)) }))
    turn = submitted.then(
      () => undefined,
      () => undefined,
    )
    const { mined } = await submitted
    try {
      return await mined
    } catch (error) {
      if (!(error instanceof SubmitError) || attempts === 1) throw error
      if (error.code !== 'REJECTED' && error.code !== 'NOT_EXECUTABLE') throw error
      // The nonces that follow are void too; each of their senders comes here.
      nonce = undefined
      return await send(call, attempts - 1)
    }
  }

  return { send: (call) => send(call) }
}
