import { lstatSync, readdirSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { DATABASE_FOLDER, DATABASE_PASSWORD_FILE } from '../db/server.ts'
import { LOCK_FILE } from '../home.ts'
import { LOG_FOLDER } from '../observability/log.ts'

// A cut: home and database as they are at one moment, as a power cut would leave them, also while a node writes both.

/** What a home holds besides: the database's own, and what is only told. */
const LEFT_OUT: ReadonlySet<string> = new Set([DATABASE_FOLDER, DATABASE_PASSWORD_FILE, LOG_FOLDER, LOCK_FILE])

export type Cut = {
  /** Files of the home by their paths in it. */
  readonly files: ReadonlyMap<string, FileHandle>
  /** In a transaction that sees the database as of the cut. */
  readonly client: pg.Client
  readonly close: () => Promise<void>
}

/**
 * The database alone is the cut: it has the journal of the chain, and what the chain names was stored before. The files are keys, which stay,
 * and the dump of the chain, which may be older than the journal but never newer: hence it is opened first. It is replaced as a whole, so
 * that an open one stays what it was.
 */
export const takeCut = async ({ home, url }: { readonly home: string; readonly url: string }): Promise<Cut> => {
  const files = new Map<string, FileHandle>()
  const client = new pg.Client({ connectionString: url })
  const close = async () => {
    await Promise.all([client.end(), ...[...files.values()].map((file) => file.close())])
  }
  try {
    for (const path of listFiles(home)) files.set(path, await open(join(home, path)))
    await client.connect()
    await client.query('begin isolation level repeatable read, read only')
    // The first query takes the snapshot.
    await client.query('select 1')
    return { files, client, close }
  } catch (error) {
    await close()
    throw error
  }
}

const listFiles = (home: string): readonly string[] =>
  readdirSync(home)
    .filter((name) => !LEFT_OUT.has(name))
    .flatMap((name) => walk(home, name))
    // Half a file that is about to replace another one.
    .filter((path) => !path.endsWith('.new'))
    .toSorted()

const walk = (home: string, path: string): readonly string[] => {
  const stats = lstatSync(join(home, path), { throwIfNoEntry: false })
  if (stats?.isDirectory()) return readdirSync(join(home, path)).flatMap((name) => walk(home, join(path, name)))
  return stats?.isFile() ? [path] : []
}
