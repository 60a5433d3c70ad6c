/** Percentiles by nearest rank: each is a time that an act took. */
export const latencyOf = (
  times: readonly number[],
): { readonly count: number; readonly p50: number; readonly p90: number; readonly p99: number } | null => {
  if (times.length === 0) return null
  const sorted = Float64Array.from(times).sort()
  const at = (percent: number) => sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0
  return { count: sorted.length, p50: at(50), p90: at(90), p99: at(99) }
}
