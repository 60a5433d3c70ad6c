import type { StatementItem } from '@distributed-town/sdk'
import type { StepPoint } from '../../lib/steps-path.ts'

/** A balance that holds from `at`, in seconds, until the next point. */
export type Point = { readonly at: number; readonly balance: bigint }

/** Balances over time, earliest first, one for each moment. @param items Latest first, as a statement has them. */
export const creditsOverTime = (items: readonly Pick<StatementItem, 'at' | 'balance'>[]): readonly Point[] => {
  const points: Point[] = []
  for (const { at, balance } of items.toReversed()) {
    if (points.at(-1)?.at === at) points.pop()
    points.push({ at, balance })
  }
  return points
}

/** As shares of the highest balance. */
export const toSteps = (points: readonly Point[]): readonly StepPoint[] => {
  const highest = highestOf(points)
  // Parts of ten thousand: finer than a screen shows.
  const shareOf = (balance: bigint) => (highest === 0n ? 0 : Number((balance * 10_000n) / highest) / 10_000)
  return points.map(({ at, balance }) => ({ at, share: shareOf(balance) }))
}

export const highestOf = (points: readonly Point[]): bigint =>
  // biome-ignore lint/complexity/useMathMinMax: Math.max takes no bigint
  points.reduce((highest, { balance }) => (balance > highest ? balance : highest), 0n)
