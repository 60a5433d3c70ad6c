/** A value that holds from `at`, in seconds, until the next point. */
export type StepPoint = {
  readonly at: number
  /** Of the highest that is drawn: 0 … 1. */
  readonly share: number
}

/** Values over time as paths of SVG over a plane of `width` × `height`: in steps, up to `now` in seconds. */
export const stepsPath = (
  points: readonly StepPoint[],
  { width, height, now }: { readonly width: number; readonly height: number; readonly now: number },
): { readonly line: string; readonly area: string } => {
  const first = points[0]
  if (!first) return { line: '', area: '' }
  const end = Math.max(now, points.at(-1)?.at ?? now)
  const span = Math.max(1, end - first.at)
  const x = (at: number) => (((at - first.at) / span) * width).toFixed(1)
  const y = (share: number) => (height - share * height).toFixed(1)
  const steps = points.map(({ at, share }, i) => `${i === 0 ? `M${x(at)} ` : `H${x(at)}V`}${y(share)}`).join('')
  const line = `${steps}H${width}`
  return { line, area: `${line}V${height}H0Z` }
}
