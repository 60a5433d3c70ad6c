/** Gas by action. */
export type GasFigures = Readonly<Record<string, number>>

export type GasDifference =
  | { readonly kind: 'grown'; readonly action: string; readonly committed: number; readonly measured: number }
  | { readonly kind: 'missing'; readonly action: string; readonly committed: number }
  | { readonly kind: 'new'; readonly action: string; readonly measured: number }

/** Growth that a review need not see, in percent. */
export const TOLERANCE_PERCENT = 2

/** What has to be accepted: actions that grew by more than the tolerance, are no longer measured or not committed yet. */
export const compareGas = (committed: GasFigures, measured: GasFigures): readonly GasDifference[] => [
  ...Object.entries(committed).flatMap(([action, before]): GasDifference[] => {
    const after = measured[action]
    if (after === undefined) return [{ kind: 'missing', action, committed: before }]
    // Whole numbers only: a growth of exactly the tolerance is allowed.
    return after * 100 > before * (100 + TOLERANCE_PERCENT)
      ? [{ kind: 'grown', action, committed: before, measured: after }]
      : []
  }),
  ...Object.entries(measured).flatMap(([action, after]): GasDifference[] =>
    committed[action] === undefined ? [{ kind: 'new', action, measured: after }] : [],
  ),
]

/** One line for people. */
export const formatGasDifference = (difference: GasDifference): string => {
  switch (difference.kind) {
    case 'grown': {
      const { action, committed, measured } = difference
      return `${action}: ${committed} -> ${measured} (+${((measured / committed - 1) * 100).toFixed(1)} %)`
    }
    case 'missing':
      return `${difference.action}: not measured any more (was ${difference.committed})`
    case 'new':
      return `${difference.action}: not accepted yet (${difference.measured})`
    default:
      return difference satisfies never
  }
}
