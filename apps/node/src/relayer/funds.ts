import type { Health } from '@distributed-town/protocol'
import type { Address } from 'viem'
import type { Node } from '../node.ts'

/** What the relayer has to pay with. */
export type Funds = {
  /** At most some seconds old. */
  readonly read: () => Promise<NonNullable<Health['relayer']>>
  readonly close: () => Promise<void>
}

/** Gas of about a hundred acts: with less than that somebody must fill it up soon. */
const LOW_GAS = 10_000_000n
/** Milliseconds. */
const FRESH = 2_000
const WARN_EVERY = 600_000

/** On the node's own chain the relayer has had more than it can ever spend since the first block. */
export const watchFunds = (
  { chain: { client }, log }: Pick<Node, 'chain' | 'log'>,
  { address }: { readonly address: Address },
): Funds => {
  let last: { readonly at: number; readonly funds: Promise<NonNullable<Health['relayer']>> } | undefined

  const ask = async () => {
    const [balance, price] = await Promise.all([client.getBalance({ address }), client.getGasPrice()])
    return { address, balance, funded: balance >= LOW_GAS * price }
  }

  const read = () => {
    if (last === undefined || performance.now() - last.at > FRESH) {
      const funds = ask()
      const at = performance.now()
      last = { at, funds }
      // What failed is asked again.
      funds.catch(() => {
        last = undefined
      })
    }
    return last.funds
  }

  const warn = async () => {
    try {
      const { balance, funded } = await read()
      if (!funded) log.warn({ account: address, balance: balance.toString() }, 'the relayer has hardly any ether left')
    } catch (error) {
      log.warn({ err: error }, 'the balance of the relayer is not known')
    }
  }

  let warning = warn()
  const timer = setInterval(() => {
    warning = warn()
  }, WARN_EVERY)
  timer.unref()
  return {
    read,
    close: async () => {
      clearInterval(timer)
      await warning
    },
  }
}
