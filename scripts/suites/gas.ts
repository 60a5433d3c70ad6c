import { compareGas, formatGasDifference } from '../gas/compare.ts'
import { readCommittedGas, readMeasuredGas } from '../gas/files.ts'
import type { SuiteResult } from './suite.ts'

/** Reads what the contracts suite measured just before. */
export const runGas = async (): Promise<SuiteResult> => {
  const committed = readCommittedGas()
  const measured = readMeasuredGas()
  const differences = compareGas(committed, measured)
  const actions = new Set([...Object.keys(committed), ...Object.keys(measured)])
  return {
    passed: actions.size - differences.length,
    failures: differences.map((difference) => `gas of ${formatGasDifference(difference)}; npm run gas accepts it`),
  }
}
