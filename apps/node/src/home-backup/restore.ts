import { createWriteStream, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { openDatabase } from '../db/connect.ts'
import { hasRows, listDumpTables, setCounters, writeRows } from '../db/dump.ts'
import { listApplied, migrate, readMigrations } from '../db/migrate.ts'
import { createPool } from '../db/pool.ts'
import { inTransaction } from '../db/transaction.ts'
import { LOCK_FILE, lockHome, openHome, RESTORE_MARK, syncFolder, writeWhole } from '../home.ts'
import { HOME_VERSION } from '../home-version.ts'
import { ArchiveError, type Entry, type OpenArchive, openArchive, readArchive, textOf } from './archive.ts'
import { DATABASE_ROWS, FORMAT_VERSION, HOME_FILES, MANIFEST, type Manifest, manifestSchema } from './manifest.ts'

/**
 * Makes the node of a backup anew in an empty home and an empty database. The file is read twice: first to be sure of all of it, and only
 * then is anything written.
 * @throws RestoreError, ArchiveError; the home is then as empty as it was. If it is cut off, the home itself says that it is not whole.
 */
export const restoreBackup = async (
  { config, log }: { readonly config: Pick<Config, 'home' | 'databaseUrl'>; readonly log: Logger },
  { path, passphrase }: { readonly path: string; readonly passphrase: string },
): Promise<{ readonly createdAt: string }> => {
  const { home } = config
  requireEmpty(home)
  const archive = await openArchive({ path, passphrase })
  const manifest = await verify(archive)
  openHome(home)
  const lock = lockHome(home)
  try {
    requireEmpty(home)
    writeWhole(join(home, RESTORE_MARK), '')
    const database = await openDatabase({ config, log })
    try {
      const pool = createPool({ url: database.url, log })
      try {
        await fill({ pool, home, manifest, archive })
      } finally {
        await pool.end()
      }
    } finally {
      await database.stop()
    }
    rmSync(join(home, RESTORE_MARK))
    syncFolder(home)
    return { createdAt: manifest.createdAt }
  } catch (error) {
    // It was empty, and is again.
    for (const name of listContent(home)) rmSync(join(home, name), { recursive: true, force: true })
    throw error
  } finally {
    lock.release()
  }
}

const requireEmpty = (home: string): void => {
  if (!existsSync(home) || listContent(home).length === 0) return
  throw new RestoreError(`${home} is not empty: restore into another folder (TOWN_HOME), or move this one away`)
}

/** Whoever locks a home leaves a file there. */
const listContent = (home: string): readonly string[] => readdirSync(home).filter((name) => name !== LOCK_FILE)

/** Reads all of it. @returns the manifest. */
const verify = async (archive: OpenArchive): Promise<Manifest> => {
  const { path } = archive
  let manifest: Manifest | undefined
  for await (const { name, content } of readArchive(archive)) {
    if (manifest === undefined) manifest = parseManifest({ path, name, text: await textOf(content) })
    else if (targetOf({ name, manifest }) === undefined) throw new ArchiveError('DAMAGED', path)
  }
  if (manifest === undefined) throw new ArchiveError('DAMAGED', path)
  return manifest
}

const parseManifest = ({ path, name, text }: { path: string; name: string; text: string }): Manifest => {
  const { success, data } = manifestSchema.safeParse(name === MANIFEST ? JSON.parse(text) : undefined)
  if (!success) throw new ArchiveError('FOREIGN', path)
  const known = readMigrations().map((migration) => migration.name)
  const isNewer =
    data.formatVersion > FORMAT_VERSION ||
    data.homeVersion > HOME_VERSION ||
    data.migrations.some((migration) => !known.includes(migration))
  if (isNewer) throw new RestoreError(`${path} was made by a newer version of this program: restore it with that one`)
  return data
}

/** What an entry is: a file of the home, or rows of a table. */
const targetOf = ({ name, manifest }: { name: string; manifest: Manifest }) => {
  const [folder, ...rest] = name.split('/')
  if (folder === HOME_FILES) return { file: rest.join('/') }
  const table = folder === DATABASE_ROWS ? manifest.tables.find((each) => each.name === rest[0]) : undefined
  return table && { table }
}

const fill = async ({
  pool,
  home,
  manifest,
  archive,
}: {
  pool: pg.Pool
  home: string
  manifest: Manifest
  archive: OpenArchive
}): Promise<void> => {
  // As the database was; the next start brings it to the present with its rows in it.
  const migrations = readMigrations().filter(({ name }) => manifest.migrations.includes(name))
  await requireEmptyDatabase({ pool, manifest })
  await migrate({ pool }, { migrations })
  await inTransaction(pool, async (client) => {
    for await (const entry of readArchive(archive)) {
      if (entry.name === MANIFEST) continue
      const target = targetOf({ name: entry.name, manifest })
      if (target?.table) await writeRows(client, target.table, await textOf(entry.content))
      else if (target?.file) await writeFile({ path: join(home, target.file), entry })
    }
    for (const table of manifest.tables) await setCounters(client, table)
  })
}

const requireEmptyDatabase = async ({ pool, manifest }: { pool: pg.Pool; manifest: Manifest }): Promise<void> => {
  const client = await pool.connect()
  try {
    const { rows } = await client.query(`select to_regclass('public.applied_migration') is not null as migrated`)
    if (!rows[0]?.migrated) return
    const isNewer = (await listApplied(client)).some((name) => !manifest.migrations.includes(name))
    for (const table of await listDumpTables(client)) {
      if (isNewer || (await hasRows(client, table))) {
        throw new RestoreError('the database is not empty: give DATABASE_URL an empty one')
      }
    }
  } finally {
    client.release()
  }
}

const writeFile = async ({ path, entry }: { path: string; entry: Entry }): Promise<void> => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  await pipeline(entry.content, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }))
  syncFolder(dirname(path))
}

export class RestoreError extends Error {
  override readonly name = 'RestoreError'
}
