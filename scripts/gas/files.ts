import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { contractsFolder } from '../lib/paths.ts'
import type { GasFigures } from './compare.ts'

/** Written by the forge test, never committed. */
const MEASURED = `${contractsFolder}snapshots/measured/actions.json`

/** The accepted figures: committed and reviewed like code. */
const COMMITTED = `${contractsFolder}snapshots/actions.json`

const gasFigures = z.record(z.string(), z.int().positive())

/** The figures of the last run of the forge tests; none when they did not get that far. */
export const readMeasuredGas = (): GasFigures => read(MEASURED)

export const readCommittedGas = (): GasFigures => read(COMMITTED)

/**
 * So that a run which measures nothing is not compared with an older one. The empty file stays: forge lets a test write only
 * where a file is.
 */
export const clearMeasuredGas = (): void => writeFileSync(MEASURED, '{}\n')

export const writeCommittedGas = (figures: GasFigures): void => {
  const sorted = Object.fromEntries(Object.entries(figures).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(COMMITTED, `${JSON.stringify(sorted, null, 2)}\n`)
}

const read = (file: string): GasFigures =>
  existsSync(file) ? gasFigures.parse(JSON.parse(readFileSync(file, 'utf8'))) : {}
