import { expect, test } from 'vitest'
import { compareGas, formatGasDifference } from './compare.ts'

test('behavior: growth above two percent, missing and new actions differ', () => {
  const differences = compareGas({ join: 100_000, transfer: 50_000 }, { join: 102_001, rate: 30_000 })
  expect(differences.map(formatGasDifference)).toEqual([
    'join: 100000 -> 102001 (+2.0 %)',
    'transfer: not measured any more (was 50000)',
    'rate: not accepted yet (30000)',
  ])
})

test('behavior: growth of two percent and every saving are within the tolerance', () => {
  expect(compareGas({ join: 100_000, transfer: 50_000 }, { join: 102_000, transfer: 20_000 })).toEqual([])
})
