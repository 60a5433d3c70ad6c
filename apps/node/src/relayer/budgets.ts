import { createHmac } from 'node:crypto'
import { TownError } from '@distributed-town/protocol'
import { type GasSpent, listGasSpent, type Spender } from '../db/town/relayer.ts'
import type { Node } from '../node.ts'
import { deriveNodeKey } from '../steward/secrets.ts'

/** Gas that the node pays for on one day (of UTC). */
export type GasBudgets = {
  readonly wallet: bigint
  readonly town: bigint
  /** Of everybody together. */
  readonly node: bigint
  /** Of those without a wallet at one network address: a meeting of neighbours founds a town there. */
  readonly address: bigint
  /** Of all without a wallet. */
  readonly strangers: bigint
  /** Of all wallets that nobody has validated, which anyone can make: the rest of `node` is for those who are known. */
  readonly newcomers: bigint
}

/** For gas that costs money: a town of 24 founded from one address, and twenty acts of each member a day, fit several times. */
export const PAID_GAS: GasBudgets = {
  wallet: 20_000_000n,
  town: 200_000_000n,
  node: 2_000_000_000n,
  address: 25_000_000n,
  strangers: 250_000_000n,
  newcomers: 1_000_000_000n,
}

/** For the node's own chain, where gas is only work: they keep one person from filling the disk. */
export const FREE_GAS: GasBudgets = {
  wallet: 20_000_000_000n,
  town: 200_000_000_000n,
  node: 2_000_000_000_000n,
  address: 25_000_000_000n,
  strangers: 250_000_000_000n,
  newcomers: 1_000_000_000_000n,
}

const DAY = 86_400

export type Budgets = {
  /** Counts what may be sent together; nothing is kept until it is taken. */
  readonly open: () => Promise<Tally>
}

export type Tally = {
  readonly day: number
  /** @returns the refusal if a budget is spent; then nothing is counted. */
  readonly charge: (who: {
    readonly spender: Spender | undefined
    readonly origin: string
    readonly gas: bigint
  }) => TownError | undefined
  /** What was charged since the last call, counted for good from now on: to be written into the database. */
  readonly take: () => readonly GasSpent[]
}

export const createBudgets = async (
  node: Pick<Node, 'clock' | 'config' | 'db'>,
  { limits }: { readonly limits: GasBudgets },
): Promise<Budgets> => {
  // Who asked is nobody's business, not even of whoever reads the database.
  const addressKey = deriveNodeKey(node.config, 'distributed-town/gas-budget/1')
  const hash = (origin: string) => createHmac('sha256', addressKey).update(origin).digest('hex').slice(0, 32)
  const today = () => Math.floor(node.clock() / 1000 / DAY)

  let day = today()
  // The relayer is the only one that writes here: what it has added is what the database has.
  const counted = new Map<string, bigint>()
  const add = (spent: readonly GasSpent[]) => {
    for (const { budget, key, gas } of spent) counted.set(nameOf(budget, key), countOf(counted, budget, key) + gas)
  }
  add(await listGasSpent(node, { day }))

  return {
    open: async () => {
      const present = today()
      if (present !== day) {
        // The day before, if the clock was set back: then it has been counted already.
        const spent = await listGasSpent(node, { day: present })
        day = present
        counted.clear()
        add(spent)
      }
      const tally = new Map<string, GasSpent>()
      return {
        day,
        charge: ({ spender, origin, gas }) => {
          const budgets = budgetsOf({ spender, address: hash(origin) })
          for (const { budget, key } of budgets) {
            const total = countOf(counted, budget, key) + (tally.get(nameOf(budget, key))?.gas ?? 0n) + gas
            if (total > limits[budget]) {
              return new TownError('GAS_BUDGET_SPENT', { budget, availableAt: (day + 1) * DAY })
            }
          }
          for (const { budget, key } of budgets) {
            const name = nameOf(budget, key)
            tally.set(name, { budget, key, gas: (tally.get(name)?.gas ?? 0n) + gas })
          }
          return undefined
        },
        take: () => {
          const spent = [...tally.values()]
          tally.clear()
          add(spent)
          return spent
        },
      }
    },
  }
}

const nameOf = (budget: string, key: string): string => `${budget} ${key}`

const countOf = (counts: ReadonlyMap<string, bigint>, budget: string, key: string): bigint =>
  counts.get(nameOf(budget, key)) ?? 0n

const budgetsOf = ({
  spender,
  address,
}: {
  spender: Spender | undefined
  address: string
}): readonly { readonly budget: keyof GasBudgets; readonly key: string }[] => [
  ...(spender === undefined
    ? ([
        { budget: 'address', key: address },
        { budget: 'strangers', key: '' },
      ] as const)
    : [{ budget: 'wallet', key: String(spender.walletId) } as const]),
  ...(spender?.isValidated === false ? [{ budget: 'newcomers', key: '' } as const] : []),
  ...(spender?.communityId == null ? [] : [{ budget: 'town', key: String(spender.communityId) } as const]),
  { budget: 'node', key: '' },
]
