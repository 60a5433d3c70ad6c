import type { Random } from './random.ts'
import type { SourceMember } from './read-towns.ts'

/** Places of two members in their town: who pays, and who is paid. */
export type Trade = { readonly payer: number; readonly payee: number }

type Counts = Pick<SourceMember, 'tradesOut' | 'tradesIn' | 'partnersOut' | 'partnersIn'>

/**
 * Who traded with whom. The source only counts each person's trades, with whomever, also elsewhere: here all of them are with neighbours.
 * Everybody pays as often as they did. They are paid as often as they were, too, as far as that goes: it is those who were paid often that
 * are paid more often. Numbers of partners are kept where they can be.
 *
 * @returns trades in the order in which they happen.
 */
export const planTrades = (members: readonly Counts[], random: Random): readonly Trade[] => {
  const toReceive = members.map(({ tradesIn }) => tradesIn)
  const payees = members.map(() => new Set<number>())
  const payers = members.map(() => new Set<number>())

  /** The lower, the better it fits the counts: first how often somebody was paid, then by how many. */
  const misfit = (payer: number, payee: number): number => {
    const tooOften = (toReceive[payee] ?? 0) > 0 ? 0 : TOO_OFTEN
    const isFull = (payees[payer]?.size ?? 0) >= (members[payer]?.partnersOut ?? 0)
    if (payees[payer]?.has(payee)) return tooOften + (isFull ? 0 : 1)
    if (isFull) return tooOften + 3
    return tooOften + ((payers[payee]?.size ?? 0) < (members[payee]?.partnersIn ?? 0) ? 0 : 2)
  }

  const payments = members.flatMap(({ tradesOut }, payer) => Array<number>(tradesOut).fill(payer))
  return random.shuffle(payments).map((payer) => {
    const others = members.flatMap(({ tradesIn }, payee) => {
      const weight = Math.max(toReceive[payee] ?? 0, 0) || tradesIn + 1
      return payee === payer ? [] : [{ item: payee, weight, misfit: misfit(payer, payee) }]
    })
    const least = Math.min(...others.map((candidate) => candidate.misfit))
    const payee = random.pick(others.filter((candidate) => candidate.misfit === least))
    toReceive[payee] = (toReceive[payee] ?? 0) - 1
    payees[payer]?.add(payee)
    payers[payee]?.add(payer)
    return { payer, payee }
  })
}

/** More than all that the numbers of partners weigh. */
const TOO_OFTEN = 10
