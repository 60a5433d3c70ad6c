import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'

const FOLDER = fileURLToPath(new URL('migrations', import.meta.url))

/** Key of the advisory lock: processes that start together migrate one after another. */
const LOCK = 4_680_001

export type Migration = { readonly name: string; readonly sql: string }

/**
 * Applies what is new of the numbered migrations, in order, each in a transaction of its own. Forward only.
 * @throws MigrationError if the database has one that differs from ours or that we don't know.
 */
export const migrate = async (
  { pool }: { readonly pool: pg.Pool },
  { migrations = readMigrations() }: { readonly migrations?: readonly Migration[] } = {},
): Promise<void> => {
  const client = await pool.connect()
  try {
    // Others that migrate are waited for, and a change of a large table takes what it takes.
    await client.query('set statement_timeout = 0')
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await client.query(
      `create table if not exists public.applied_migration (
        name text primary key, sha256 text not null, applied_at timestamptz not null default now())`,
    )
    const applied = await findApplied(client)
    requireKnown({ applied, migrations })
    for (const { name, sql } of migrations) if (!applied.has(name)) await apply({ client, name, sql })
  } finally {
    // Ends the session and with it the lock, whatever state it is in.
    client.release(true)
  }
}

/** @throws MigrationError unless the database has exactly our migrations. Changes nothing. */
export const requireMigrated = async (pool: pg.Pool): Promise<void> => {
  const migrations = readMigrations()
  const { rows } = await pool.query<{ exists: boolean }>(
    `select to_regclass('public.applied_migration') is not null as exists`,
  )
  const applied = rows[0]?.exists ? await findApplied(pool) : new Map<string, string>()
  requireKnown({ applied, migrations })
  const missing = migrations.find(({ name }) => !applied.has(name))
  if (missing) {
    throw new MigrationError(`the database lacks the migration ${missing.name}: start the node that writes it first`)
  }
}

const findApplied = async (client: pg.Pool | pg.ClientBase): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from public.applied_migration',
  )
  return new Map(rows.map(({ name, sha256 }) => [name, sha256]))
}

const apply = async ({ client, name, sql }: { client: pg.PoolClient; name: string; sql: string }): Promise<void> => {
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query('insert into public.applied_migration (name, sha256) values ($1, $2)', [name, digest(sql)])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new MigrationError(`migration ${name} failed: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
}

const requireKnown = ({
  applied,
  migrations,
}: {
  applied: ReadonlyMap<string, string>
  migrations: readonly Migration[]
}): void => {
  const known = new Map(migrations.map(({ name, sql }) => [name, digest(sql)]))
  for (const [name, sha256] of applied) {
    if (!known.has(name))
      throw new MigrationError(`the database is newer than this program: it has the migration ${name}`)
    if (known.get(name) !== sha256) throw new MigrationError(`migration ${name} was changed after it was applied`)
  }
  const latest = [...applied.keys()].toSorted().at(-1) ?? ''
  const late = migrations.find(({ name }) => !applied.has(name) && name < latest)
  if (late) throw new MigrationError(`migration ${late.name} comes before ${latest}, which is applied already`)
}

/** Names of the migrations that the database has, in their order. */
export const listApplied = async (client: pg.Pool | pg.ClientBase): Promise<readonly string[]> => {
  return [...(await findApplied(client)).keys()].toSorted()
}

export const readMigrations = (): readonly Migration[] => {
  const names = readdirSync(FOLDER)
    .filter((name) => /^\d{4}_\w+\.sql$/.test(name))
    .toSorted()
  return names.map((name) => ({ name, sql: readFileSync(join(FOLDER, name), 'utf8') }))
}

const digest = (sql: string): string => createHash('sha256').update(sql).digest('hex')

export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}
