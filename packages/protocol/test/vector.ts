import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'

// See vectors/README.md: numbers are decimal strings, flags are booleans, case i is element i of each column.

const folder = new URL('../../../vectors/', import.meta.url)

export type Vector = {
  readonly cases: readonly number[]
  readonly bigints: (column: string) => readonly bigint[]
  readonly numbers: (column: string) => readonly number[]
  readonly booleans: (column: string) => readonly boolean[]
  readonly strings: (column: string) => readonly string[]
}

export const vectorFiles = (): readonly string[] => readdirSync(folder).filter((name) => name.endsWith('.json'))

export const readJson = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), 'utf8'))

export const readVector = (file: string): Vector => {
  const columns = z.record(z.string(), z.unknown()).parse(readJson(file))
  const strings = (column: string) => z.array(z.string()).min(1).parse(columns[column])
  return {
    cases: Array.from({ length: z.coerce.number().int().min(1).parse(columns.count) }, (_, i) => i),
    bigints: (column) => strings(column).map(BigInt),
    numbers: (column) => strings(column).map(Number),
    booleans: (column) => z.array(z.boolean()).min(1).parse(columns[column]),
    strings,
  }
}

/** Element `i` of a column, which must be there. */
export const at = <Value>(column: readonly Value[], i: number): Value => {
  const value = column[i]
  if (value === undefined) throw new RangeError(`no element ${i}`)
  return value
}
