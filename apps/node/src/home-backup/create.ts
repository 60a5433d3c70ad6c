import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Logger } from 'pino'
import { isFounded } from '../chain/deploy.ts'
import type { Config } from '../config.ts'
import { openDatabase } from '../db/connect.ts'
import { listDumpTables, readRows } from '../db/dump.ts'
import { listApplied } from '../db/migrate.ts'
import { findRunningServer } from '../db/server.ts'
import { HomeInUseError, lockHome, syncFolder } from '../home.ts'
import { HOME_VERSION, upgradeHome } from '../home-version.ts'
import { contentOf, type Entry, writeArchive } from './archive.ts'
import { type Cut, takeCut } from './cut.ts'
import { DATABASE_ROWS, FORMAT_VERSION, HOME_FILES, MANIFEST, type Manifest } from './manifest.ts'

type Parts = { readonly config: Pick<Config, 'home' | 'databaseUrl'>; readonly log: Logger }

/**
 * Writes everything that a node keeps into one encrypted file, while it runs or not. What can be rebuilt from the chain is left out.
 * @returns size of the file in bytes. @throws BackupError if there is no node to back up or the file exists.
 */
export const createBackup = async (
  { config, log }: Parts,
  { path, passphrase }: { readonly path: string; readonly passphrase: string },
): Promise<number> => {
  const { home } = config
  if (!isFounded(home)) throw new BackupError(`there is no node in ${home}: set TOWN_HOME`)
  if (existsSync(path)) throw new BackupError(`${path} exists already: choose another name`)
  const database = await reachDatabase({ config, log })
  const unfinished = `${path}.new`
  try {
    const cut = await takeCut({ home, url: database.url })
    try {
      rmSync(unfinished, { force: true })
      await writeArchive({ path: unfinished, passphrase, entries: entriesOf(cut) })
    } finally {
      await cut.close()
    }
    const { size } = statSync(unfinished)
    renameSync(unfinished, path)
    syncFolder(dirname(path))
    return size
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  } finally {
    await database.stop()
  }
}

/** That of the running node, or started for this. */
const reachDatabase = async ({
  config,
  log,
}: Parts): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> => {
  const { home, databaseUrl } = config
  try {
    const lock = lockHome(home)
    try {
      upgradeHome(home)
      const { url, stop } = await openDatabase({ config, log })
      return { url, stop: async () => stop().finally(lock.release) }
    } catch (error) {
      lock.release()
      throw error
    }
  } catch (error) {
    if (!(error instanceof HomeInUseError)) throw error
    const url = databaseUrl ?? findRunningServer({ home })
    if (url === undefined) throw new BackupError('the node is starting or stopping: try again in a moment')
    return { url, stop: async () => undefined }
  }
}

async function* entriesOf({ files, client }: Cut): AsyncGenerator<Entry> {
  const tables = await listDumpTables(client)
  const manifest: Manifest = {
    format: 'distributed-town-backup',
    formatVersion: FORMAT_VERSION,
    createdAt: new Date().toISOString(),
    homeVersion: HOME_VERSION,
    migrations: [...(await listApplied(client))],
    tables: tables.map(({ name, columns, counters }) => ({ name, columns: [...columns], counters: [...counters] })),
  }
  yield entryOf(MANIFEST, JSON.stringify(manifest, undefined, 2))
  for (const [path, file] of files) {
    const { size } = await file.stat()
    yield { name: `${HOME_FILES}/${path}`, size, content: file.createReadStream({ autoClose: false }) }
  }
  for (const table of tables) {
    let part = 0
    for await (const rows of readRows(client, table)) {
      part += 1
      yield entryOf(`${DATABASE_ROWS}/${table.name}/${part}.json`, rows)
    }
  }
}

const entryOf = (name: string, text: string): Entry => {
  const bytes = Buffer.from(text)
  return { name, size: bytes.length, content: contentOf(bytes) }
}

export class BackupError extends Error {
  override readonly name = 'BackupError'
}
