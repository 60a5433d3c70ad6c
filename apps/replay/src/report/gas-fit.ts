/** What some transactions carried, and what they cost. */
export type GasFit = {
  /** @param counts How many requests of each kind. */
  readonly add: (counts: readonly number[], gas: number) => void
  /** @returns what a transaction and what a request of each kind cost; by them the sum is that of all transactions. */
  readonly solve: () => { readonly base: number; readonly costs: readonly number[] }
}

/** What every transaction costs on any EVM chain. */
const INTRINSIC_GAS = 21_000

/**
 * A transaction carries requests of several kinds, and its receipt has one number. What each kind costs is estimated by least squares,
 * gas = base + Σ count × cost, from sums alone: however many transactions, it needs no more memory. Where they say nothing, because kinds only
 * ever come together, all are alike: each unknown has one observation of its own, of the mean (ridge regression).
 */
export const createGasFit = (kinds: number): GasFit => {
  const size = kinds + 1
  const products = Array.from({ length: size }, () => new Float64Array(size))
  const sums = new Float64Array(size)
  const totals = new Float64Array(size)
  let total = 0

  return {
    add: (counts, gas) => {
      const row = [1, ...counts]
      total += gas
      for (const [i, a] of row.entries()) {
        if (a === 0) continue
        sums[i] = (sums[i] ?? 0) + a * gas
        totals[i] = (totals[i] ?? 0) + a
        const products_i = products[i]
        if (products_i) for (const [j, b] of row.entries()) products_i[j] = (products_i[j] ?? 0) + a * b
      }
    },
    solve: () => {
      const [transactions = 0, ...requests] = totals
      const all = requests.reduce((sum, count) => sum + count, 0)
      if (all === 0) return { base: 0, costs: requests }
      const mean = Math.max(0, total - INTRINSIC_GAS * transactions) / all
      const matrix = products.map((row, i) => {
        const prior = i === 0 ? INTRINSIC_GAS : mean
        return [...row.map((value, j) => value + (i === j ? 1 : 0)), (sums[i] ?? 0) + prior]
      })
      const solution = eliminate(matrix)
      const fitted = solution.reduce((sum, cost, i) => sum + cost * (totals[i] ?? 0), 0)
      const [base = 0, ...costs] = solution.map((cost) => (cost * total) / fitted)
      return { base, costs }
    },
  }
}

/** Gauss and Jordan. The matrix is positive definite, by what was added on its diagonal, so that no row has to change its place. */
const eliminate = (matrix: readonly number[][]): readonly number[] => {
  for (const [i, row] of matrix.entries()) {
    const pivot = row[i] ?? 1
    for (const [j, value] of row.entries()) row[j] = value / pivot
    for (const other of matrix) {
      if (other === row) continue
      const factor = other[i] ?? 0
      for (const [j, value] of row.entries()) other[j] = (other[j] ?? 0) - factor * value
    }
  }
  return matrix.map((row) => row.at(-1) ?? 0)
}
