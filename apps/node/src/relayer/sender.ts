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
  /** Changes when nonces are counted anew: what was signed before says nothing about those after it. */
  let count = 0
  const underWay = new Set<Promise<unknown>>()
  let turn: Promise<unknown> = Promise.resolve()

  const sign = async ({ to, data, gas }: { to: Address; data: Hex; gas: bigint }) => {
    // The chain does not count what is under way.
    if (nonce === undefined) await Promise.allSettled(underWay)
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
    const submitted = turn.then(async () => {
      const raw = await sign(call)
      const mined = chain.submit(raw)
      underWay.add(mined)
      mined.catch(() => undefined).finally(() => underWay.delete(mined))
      return { mined, signedIn: count }
    })
    turn = submitted.then(
      () => undefined,
      () => undefined,
    )
    const { mined, signedIn } = await submitted
    try {
      return await mined
    } catch (error) {
      // The nonces that follow are void too. The first that fails has them counted anew; the others of its count only sign again.
      if (signedIn === count) {
        nonce = undefined
        count += 1
      }
      if (!(error instanceof SubmitError) || attempts === 1) throw error
      if (error.code !== 'REJECTED' && error.code !== 'NOT_EXECUTABLE') throw error
      return await send(call, attempts - 1)
    }
  }

  return { send: (call) => send(call) }
}
