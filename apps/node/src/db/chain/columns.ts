/** How a column's value is read: `Stored` is what the driver gives (eight-byte integers and numerics as bigint), `Value` what programs use. */
export type Column<Value, Stored> = { readonly parse: (stored: Stored) => Value }

/** Two or four bytes. */
export const int: Column<number, number> = { parse: (stored) => stored }
/** Eight bytes of which the chain uses at most 48: ids of 32 bits, times, counts, block numbers. */
export const long: Column<number, bigint> = { parse: Number }
/** Amounts and gig ids. */
export const big: Column<bigint, bigint> = { parse: (stored) => stored }
export const bool: Column<boolean, boolean> = { parse: (stored) => stored }
export const ints: Column<number[], number[]> = { parse: (stored) => stored }
export const texts: Column<string[], string[]> = { parse: (stored) => stored }
export const json: Column<Record<string, unknown>, Record<string, unknown>> = { parse: (stored) => stored }
/** Text of a narrower type: hex, an address, the name of a state. Only the indexer writes here, and it writes what was decoded. */
export const text = <Value extends string = string>(): Column<Value, string> => ({
  parse: (stored) => stored as Value,
})

export const orNull = <Value, Stored>(column: Column<Value, Stored>): Column<Value | null, Stored | null> => ({
  parse: (stored) => (stored === null ? null : column.parse(stored)),
})

// A definition's columns are of many types; `never` stands for whatever each one reads.
type Columns = Readonly<Record<string, Column<unknown, never>>>

/** One definition of a table gives the type of its rows, of Kysely's table, and how rows are read and written. */
export type Table<N extends string = string, C extends Columns = Columns> = {
  readonly name: N
  /** Fields of its primary key. */
  readonly key: readonly string[]
  readonly columns: C
}

export const table = <const N extends string, const C extends Columns>(
  name: N,
  key: readonly (keyof C & string)[],
  columns: C,
): Table<N, C> => ({
  name,
  key,
  columns,
})

/** A row as programs use it. */
export type RowOf<T extends Table> = {
  -readonly [K in keyof T['columns']]: T['columns'][K] extends Column<infer Value, never> ? Value : never
}

type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : Name

/** A row as the driver gives it. */
export type StoredOf<T extends Table> = {
  [K in keyof T['columns'] & string as SnakeCase<K>]: T['columns'][K] extends Column<unknown, infer Stored>
    ? Stored
    : never
}

export const columnName = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

export const parseRow = <T extends Table>(table: T, stored: StoredOf<T>): RowOf<T> => {
  const values: Readonly<Record<string, unknown>> = stored
  const row: Record<string, unknown> = {}
  for (const { field, name, parse } of fieldsOf(table)) row[field] = parse(values[name] as never)
  return row as RowOf<T>
}

type Field = { readonly field: string; readonly name: string; readonly parse: (stored: never) => unknown }

/** Rows are read by the thousand, their names made once. */
const fields = new WeakMap<Table, readonly Field[]>()

const fieldsOf = (table: Table): readonly Field[] => {
  const known = fields.get(table)
  if (known) return known
  const made = Object.entries(table.columns).map(([field, { parse }]) => ({ field, name: columnName(field), parse }))
  fields.set(table, made)
  return made
}
