import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Logger } from 'pino'
import type { Database } from './schema.ts'

const { builtins } = pg.types

/** Milliseconds that somebody waits for a connection, a new one or one that is in use: a server that hangs would gather them without end. */
const WAIT = 20_000
/** Milliseconds, far longer than any statement takes but those of migrations. */
const LONGEST_STATEMENT = 60_000

/**
 * Connections to the database. `bigint` and `numeric` columns come as bigint (none of ours has a fraction), so does `count(*)`;
 * `bytea` as Buffer, `json` parsed.
 */
export const createPool = ({
  url,
  log,
  waitMs = WAIT,
}: {
  readonly url: string
  readonly log: Logger
  readonly waitMs?: number
}): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max: 16,
    application_name: 'distributed-town',
    connectionTimeoutMillis: waitMs,
    keepAlive: true,
    // Not as an option of the connection, which poolers in between refuse.
    onConnect: async (client) => {
      await client.query(`set statement_timeout = ${LONGEST_STATEMENT}`)
    },
    types: { getTypeParser: (oid, format) => parsers.get(oid) ?? pg.types.getTypeParser(oid, format) },
  })
  // Without a listener a connection that breaks while it is idle would end the process; the next query gets a new one.
  pool.on('error', (error) => log.warn({ err: error }, 'a connection to the database broke'))
  // The same while it is in use but between two queries, as in a transaction: the next query of whoever uses it fails.
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
  })
  return pool
}

export const createDatabase = ({ pool }: { readonly pool: pg.Pool }): Kysely<Database> =>
  new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })

const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, BigInt],
  [builtins.NUMERIC, BigInt],
  // Arrays of both.
  [1016, (text) => parseArray(text)],
  [1231, (text) => parseArray(text)],
])

const parseArray = (text: string): readonly (bigint | null)[] =>
  text === '{}'
    ? []
    : text
        .slice(1, -1)
        .split(',')
        .map((item) => (item === 'NULL' ? null : BigInt(item)))
