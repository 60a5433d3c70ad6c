import pg from 'pg'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Child } from '../child.ts'
import type { Config } from '../config.ts'
import { startDatabaseServer } from './server.ts'

/** Where the database is: the node's own server, or the one that the configuration names. */
export type DatabaseAccess = {
  readonly url: string
  /** The node's own server. */
  readonly child?: Child
  readonly stop: () => Promise<void>
}

/**
 * Starts the node's own PostgreSQL, or looks whether the one of `DATABASE_URL` can be used.
 * @throws DatabaseError saying what has to be changed there.
 */
export const openDatabase = async ({
  config: { home, databaseUrl },
  log,
}: {
  readonly config: Pick<Config, 'home' | 'databaseUrl'>
  readonly log: Logger
}): Promise<DatabaseAccess> => {
  if (databaseUrl !== undefined) {
    await requireUsable(databaseUrl)
    return { url: databaseUrl, stop: async () => undefined }
  }
  const { url, child } = await startDatabaseServer({ home, log })
  return { url, child, stop: () => child.stop('SIGINT') }
}

/** The oldest one that everything was tried with. */
const MIN_VERSION = 15
const CONNECT_TIMEOUT = 10_000

const requireUsable = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT })
  // Connections that break are reported by the query too.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query(
      `select current_setting('server_version_num')::int / 10000 as version, current_setting('server_version') as named,
        current_setting('server_encoding') as encoding, current_database() as database, current_user as role,
        has_database_privilege(current_database(), 'create') and has_schema_privilege('public', 'create') as "mayCreate"`,
    )
    const { version, named, encoding, database, role, mayCreate } = facts.parse(rows[0])
    if (version < MIN_VERSION) throw new DatabaseError(`it is PostgreSQL ${named}, ${MIN_VERSION} or newer is needed`)
    if (encoding !== 'UTF8') {
      throw new DatabaseError(`the database ${database} has the encoding ${encoding}: create one with encoding 'UTF8'`)
    }
    if (!mayCreate) {
      throw new DatabaseError(
        `${role} may not create schemas in ${database}: alter database ${database} owner to ${role}`,
      )
    }
  } catch (error) {
    if (error instanceof DatabaseError) throw error
    throw new DatabaseError(reasonOf(error), { cause: error })
  } finally {
    await client.end().catch(() => undefined)
  }
}

const facts = z.object({
  version: z.number(),
  named: z.string(),
  encoding: z.string(),
  database: z.string(),
  role: z.string(),
  mayCreate: z.boolean(),
})

/** What the codes of PostgreSQL and of the network mean for whoever wrote the address. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there: is the server running, are host and port right?',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host can not be looked up now',
  ETIMEDOUT: 'the host does not answer',
  EHOSTUNREACH: 'the host can not be reached',
  '28P01': 'user or password are wrong',
  '28000': 'the server does not let this user in from here (pg_hba.conf)',
  '3D000': 'there is no database of this name: create it first',
  '53300': 'the server has no connection left (max_connections)',
  '57P03': 'the server is starting or stopping',
}

const reasonOf = (error: unknown): string => {
  // Several addresses of one name fail together.
  const first = error instanceof AggregateError ? error.errors[0] : error
  const code = first instanceof Error && 'code' in first ? String(first.code) : ''
  return reasons[code] ?? (first instanceof Error ? first.message : String(first))
}

export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'

  constructor(reason: string, options?: ErrorOptions) {
    super(`DATABASE_URL can't be used: ${reason}`, options)
  }
}
