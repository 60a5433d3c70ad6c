import type { StatementItem } from '@distributed-town/sdk'

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

/** The balance as paths of SVG over a plane of `width` × `height`: in steps, up to `now` in seconds. */
export const creditsPath = (
  points: readonly Point[],
  { width, height, now }: { readonly width: number; readonly height: number; readonly now: number },
): { readonly line: string; readonly area: string } => {
  const first = points[0]
  if (!first) return { line: '', area: '' }
  const end = Math.max(now, points.at(-1)?.at ?? now)
  const span = Math.max(1, end - first.at)
  const highest = highestOf(points)
  const x = (at: number) => (((at - first.at) / span) * width).toFixed(1)
  // Parts of ten thousand: finer than a screen shows.
  const y = (balance: bigint) =>
    (height - (highest === 0n ? 0 : Number((balance * 10_000n) / highest) / 10_000) * height).toFixed(1)
  const steps = points.map(({ at, balance }, i) => `${i === 0 ? `M${x(at)} ` : `H${x(at)}V`}${y(balance)}`).join('')
  const line = `${steps}H${width}`
  return { line, area: `${line}V${height}H0Z` }
}

export const highestOf = (points: readonly Point[]): bigint =>
  // biome-ignore lint/complexity/useMathMinMax: Math.max takes no bigint
  points.reduce((highest, { balance }) => (balance > highest ? balance : highest), 0n)
