import type { StatementItem } from '@distributed-town/sdk'

export const PERIODS = ['all', 'month', 'lastMonth', 'year', 'lastYear'] as const

/** What of a statement is shown: all of it, or a month or year of the calendar. */
export type Period = (typeof PERIODS)[number]

/** A stretch of time in seconds, the end not in it. */
export type Span = { readonly from: number; readonly to: number }

/** A period as seen from `now` (seconds), in months and years as they are where the reader is. */
export const spanOf = (period: Period, now: number): Span => {
  const today = new Date(now * 1000)
  const [year, month] = [today.getFullYear(), today.getMonth()]
  const at = (...date: readonly [number, number]) => new Date(...date).getTime() / 1000
  switch (period) {
    case 'all':
      return { from: 0, to: Number.POSITIVE_INFINITY }
    case 'month':
      return { from: at(year, month), to: at(year, month + 1) }
    case 'lastMonth':
      return { from: at(year, month - 1), to: at(year, month) }
    case 'year':
      return { from: at(year, 0), to: at(year + 1, 0) }
    case 'lastYear':
      return { from: at(year - 1, 0), to: at(year, 0) }
  }
}

type Entry = Pick<StatementItem, 'at' | 'amount' | 'balance'>

/** A statement of a span: what was there before, what came, what went, and what was there afterwards. Base units. */
export type SpanStatement<Item> = {
  /** Latest first. */
  readonly items: readonly Item[]
  readonly opening: bigint
  readonly received: bigint
  readonly given: bigint
  readonly closing: bigint
}

/** @param all Latest first, read at least back to the beginning of the span. */
export const statementOf = <Item extends Entry>(all: readonly Item[], { from, to }: Span): SpanStatement<Item> => {
  const items = all.filter(({ at }) => at >= from && at < to)
  const before = all.find(({ at }) => at < from)
  const earliest = items.at(-1)
  const opening = earliest ? earliest.balance - earliest.amount : (before?.balance ?? 0n)
  const sumOf = (isMeant: (amount: bigint) => boolean) =>
    items.reduce((sum, { amount }) => (isMeant(amount) ? sum + amount : sum), 0n)
  return {
    items,
    opening,
    received: sumOf((amount) => amount > 0n),
    given: -sumOf((amount) => amount < 0n),
    closing: items[0]?.balance ?? opening,
  }
}
