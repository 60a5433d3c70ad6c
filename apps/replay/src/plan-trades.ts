import type { Random } from './random.ts'
import type { SourceMember } from './read-towns.ts'

/** Places of two members in their town: who pays, and who is paid. */
export type Trade = { readonly payer: number; readonly payee: number }

type Counts = Pick<SourceMember, 'tradesOut' | 'tradesIn' | 'partnersOut' | 'partnersIn'>

/**
 * Who traded with whom. The source only counts each person's trades, also with people elsewhere: nobody pays or is paid more often than
 * that, nobody trades with themselves, and no plan has more trades than this one. Numbers of partners are kept where that costs no trade.
 *
 * @returns trades in the order in which they happen.
 */
export const planTrades = (members: readonly Counts[], random: Random): readonly Trade[] => {
  const toReceive = members.map(({ tradesIn }) => tradesIn)
  const payees = members.map(() => new Set<number>())
  const payers = members.map(() => new Set<number>())
  const trades: Trade[] = []
  const unmatched: number[] = []

  /** The lower, the better it fits the numbers of partners. */
  const misfit = (payer: number, payee: number): number => {
    const isFull = (payees[payer]?.size ?? 0) >= (members[payer]?.partnersOut ?? 0)
    if (payees[payer]?.has(payee)) return isFull ? 0 : 1
    if (isFull) return 3
    return (payers[payee]?.size ?? 0) < (members[payee]?.partnersIn ?? 0) ? 0 : 2
  }
  const add = (trade: Trade) => {
    payees[trade.payer]?.add(trade.payee)
    payers[trade.payee]?.add(trade.payer)
    trades.push(trade)
  }

  for (const payer of random.shuffle(members.flatMap(({ tradesOut }, i) => Array<number>(tradesOut).fill(i)))) {
    const open = toReceive.flatMap((left, payee) =>
      left > 0 && payee !== payer ? [{ item: payee, weight: left, misfit: misfit(payer, payee) }] : [],
    )
    const least = Math.min(...open.map((candidate) => candidate.misfit))
    if (open.length === 0) {
      unmatched.push(payer)
      continue
    }
    const payee = random.pick(open.filter((candidate) => candidate.misfit === least))
    toReceive[payee] = (toReceive[payee] ?? 0) - 1
    add({ payer, payee })
  }

  // Whoever is left over can only have been left with what they themselves were to receive. A trade of two others, taken apart, makes two.
  let next = 0
  for (const member of unmatched) {
    if ((toReceive[member] ?? 0) === 0) continue
    while (next < trades.length && isParty(member, trades[next])) next += 1
    const trade = trades[next]
    if (!trade) break
    trades[next] = { payer: member, payee: trade.payee }
    trades.push({ payer: trade.payer, payee: member })
    toReceive[member] = (toReceive[member] ?? 0) - 1
  }
  return trades
}

const isParty = (member: number, trade: Trade | undefined): boolean =>
  trade?.payer === member || trade?.payee === member
