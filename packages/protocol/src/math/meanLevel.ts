/** Mean of `n` rates with the sum `sum`, halves rounded up; `n` is above 0 (spec §2.3). */
export const meanLevel = ({ sum, n }: { readonly sum: number; readonly n: number }): number =>
  Math.floor((2 * sum + n) / (2 * n))
