/** Proximity of towns whose members have the same skills in the same proportions. */
export const MAX_PROXIMITY = 10_000

/**
 * How near two towns of one template are: the cosine of their skill counts in ten-thousandths, rounded down; 0 without skills (spec §7.3).
 *
 * @param a, b See `skillCounts`.
 */
export const proximity = (a: readonly number[], b: readonly number[]): number => {
  // One loop and no arrays: the network asks for half a million pairs. Of 24 members with three skills each, all of it stays below 2^53.
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i += 1) {
    const x = a[i] ?? 0
    const y = b[i] ?? 0
    ab += x * y
    aa += x * x
    bb += y * y
  }
  if (ab === 0) return 0
  return Math.floor(Math.sqrt(Math.floor((MAX_PROXIMITY ** 2 * ab ** 2) / (aa * bb))))
}
