import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Makes the folder if need be. Others may pass through it (the database runs as another user than root) but not look around.
 * @throws HomeError if something else is in it, whose rights must not be changed: `/tmp` and a person's own folder are soon named by mistake.
 */
export const openHome = (home: string): void => {
  mkdirSync(home, { recursive: true })
  const content = readdirSync(home).filter((name) => !name.startsWith('.') && name !== 'lost+found')
  if (content.length > 0 && !content.some((name) => SIGNS.has(name))) {
    throw new HomeError(`${home} has other things in it and is no folder of a node: name an empty one by TOWN_HOME`)
  }
  chmodSync(home, 0o711)
}

/** Within the home. */
export const LOCK_FILE = 'lock'

/** While a restore is under way the home isn't whole; what remains of one that was cut off can only be removed. */
export const RESTORE_MARK = 'restore.unfinished'

/** One of these is in every home: the first from the beginning, the others also in one that was copied without it. */
const SIGNS: ReadonlySet<string> = new Set([LOCK_FILE, 'secret', 'deployment.json', RESTORE_MARK])

/**
 * Keeps other nodes out of the folder until `release` is called or this process ends, however it ends.
 * @throws HomeInUseError if another one has it.
 */
export const lockHome = (home: string): { readonly release: () => void } => {
  // flock(2): the kernel forgets it with the process that has the file open, and it holds for containers that share the folder, too.
  const file = openSync(join(home, LOCK_FILE), 'a', 0o600)
  // It locks our open file, not its own; Node has no call for it.
  const { status, error } = spawnSync('flock', ['--nonblock', '3'], { stdio: ['ignore', 'ignore', 'ignore', file] })
  if (status === 0) return { release: () => closeSync(file) }
  closeSync(file)
  throw error ?? new HomeInUseError(home)
}

/**
 * @param names Files and folders that the home has since its first start was done.
 * @throws HomeError naming those that are missing: making them anew would hide that something is lost.
 */
export const requireWhole = (home: string, names: readonly string[]): void => {
  const missing = names.filter((name) => !existsSync(join(home, name)))
  if (missing.length > 0) {
    throw new HomeError(
      `${missing.join(' and ')} of ${home} ${missing.length > 1 ? 'are' : 'is'} missing: restore the folder from a backup`,
    )
  }
}

/** What a file of the home says. @throws HomeError if it can't be read as that. */
export const parseFile = <Content>(path: string, parse: (text: string) => Content): Content | undefined => {
  const text = readIfExists(path)
  if (text === undefined) return undefined
  try {
    return parse(text)
  } catch (cause) {
    throw new HomeError(`${path} is damaged: restore it from a backup`, { cause })
  }
}

/** Writes a file whole or not at all, readable by its owner only. What was there stays until all of the new content is on the disk. */
export const writeWhole = (path: string, content: string): void => {
  const temporary = `${path}.new`
  try {
    const file = openSync(temporary, 'w', 0o600)
    try {
      appendWhole(file, content)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } catch (error) {
    // Half a file would only take space of a disk that may be full.
    rmSync(temporary, { force: true })
    throw error
  }
  syncFolder(dirname(path))
}

/**
 * Writes all of the text at the end of an open file, and returns when it would survive a power cut.
 * @throws if it did not get there; the file may have a part of it then.
 */
export const appendWhole = (file: number, text: string): void => {
  const content = Buffer.from(text)
  const before = fstatSync(file).size
  // One write may take a part only, as on a disk that is nearly full; this goes on until it is all or an error.
  writeFileSync(file, content)
  fsyncSync(file)
  const written = fstatSync(file).size - before
  if (written !== content.length) throw new Error(`${written} of ${content.length} bytes were written`)
}

/** Makes renamings and new files in a folder last through a power cut. */
export const syncFolder = (path: string): void => {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

export const readIfExists = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

export class HomeError extends Error {
  override readonly name = 'HomeError'
}

export class HomeInUseError extends Error {
  override readonly name = 'HomeInUseError'

  constructor(home: string) {
    super(`another node is running in ${home}: stop it first, or give this one a folder of its own by TOWN_HOME`)
  }
}
