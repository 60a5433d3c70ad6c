import type pg from 'pg'
import { z } from 'zod'

// Rows of everything that can't be rebuilt, as JSON that PostgreSQL writes and reads itself: no number passes through JavaScript.

/** Rebuilt from the chain, or written anew by each start. */
const LEFT_OUT = ['public.applied_migration', 'public.writer'] as const
const REBUILT_SCHEMA = 'chain'

/** Rows of one part. Records have up to 64 KiB, parts of attachments 128 as JSON. */
const ROWS_PER_PART = 200

export type DumpTable = {
  /** With its schema. */
  readonly name: string
  readonly columns: readonly string[]
  /** Column that PostgreSQL numbers itself, with the last number it gave. */
  readonly counters: readonly { readonly column: string; readonly last: string }[]
}

/** @returns the tables in an order in which each comes after those that it refers to. */
export const listDumpTables = async (client: pg.ClientBase): Promise<readonly DumpTable[]> => {
  const { rows } = await client.query(
    `select n.nspname || '.' || c.relname as name,
      (select json_agg(a.attname order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      (select coalesce(json_agg(json_build_object('column', a.attname, 'last',
          coalesce(pg_sequence_last_value(pg_get_serial_sequence(n.nspname || '.' || c.relname, a.attname)), 0)::text)), '[]')
        from pg_attribute a where a.attrelid = c.oid and a.attidentity <> '') as counters,
      (select coalesce(json_agg(m.nspname || '.' || t.relname), '[]')
        from pg_constraint f join pg_class t on t.oid = f.confrelid join pg_namespace m on m.oid = t.relnamespace
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as targets
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', $1)
     order by name`,
    [REBUILT_SCHEMA],
  )
  const tables = tableRows.parse(rows).filter(({ name }) => !LEFT_OUT.some((left) => left === name))
  const ordered: z.output<typeof tableRows> = []
  while (ordered.length < tables.length) {
    const next = tables.filter(
      (table) =>
        !ordered.includes(table) && table.targets.every((target) => ordered.some(({ name }) => name === target)),
    )
    if (next.length === 0) throw new Error('tables refer to each other in a circle, or to those of the chain')
    ordered.push(...next)
  }
  return ordered.map(({ name, columns, counters }) => ({ name, columns, counters }))
}

const tableRows = z.array(
  z.object({
    name: z.string(),
    columns: z.array(z.string()),
    counters: z.array(z.object({ column: z.string(), last: z.string() })),
    targets: z.array(z.string()),
  }),
)

/** All rows of a table in parts, each a JSON array as text. Within a transaction, whose snapshot it reads. */
export async function* readRows(client: pg.ClientBase, { name, columns }: DumpTable): AsyncGenerator<string> {
  await client.query(
    `declare dump no scroll cursor for select row_to_json(part)::text as row from (select ${quoted(columns)} from ${name}) part`,
  )
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`fetch ${ROWS_PER_PART} from dump`)
    if (rows.length === 0) break
    yield `[${rows.map(({ row }) => row).join(',\n')}]`
  }
  await client.query('close dump')
}

/** Puts a part of `readRows` back. */
export const writeRows = async (client: pg.ClientBase, { name, columns }: DumpTable, part: string): Promise<void> => {
  await client.query(
    `insert into ${name} (${quoted(columns)}) overriding system value
     select ${quoted(columns)} from json_populate_recordset(null::${name}, $1::json)`,
    [part],
  )
}

/** The next number follows on the last one that was given. */
export const setCounters = async (client: pg.ClientBase, { name, counters }: DumpTable): Promise<void> => {
  for (const { column, last } of counters) {
    if (last !== '0') await client.query('select setval(pg_get_serial_sequence($1, $2), $3)', [name, column, last])
  }
}

export const hasRows = async (client: pg.ClientBase, { name }: DumpTable): Promise<boolean> => {
  const { rows } = await client.query<{ found: boolean }>(`select exists (select from ${name}) as found`)
  return rows[0]?.found === true
}

const quoted = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ')
