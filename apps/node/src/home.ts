import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname } from 'node:path'

/** Makes the folder if need be. Others may pass through it (the database runs as another user than root) but not look around. */
export const openHome = (home: string): void => {
  mkdirSync(home, { recursive: true })
  chmodSync(home, 0o711)
}

/**
 * Keeps other nodes out of the folder until `release` is called or this process ends, however it ends.
 * @throws HomeInUseError if another one has it.
 */
export const lockHome = async (home: string): Promise<{ readonly release: () => Promise<void> }> => {
  // An abstract socket belongs to the kernel: no file is left behind that could be stale. Named by the folder itself, whatever its path.
  const { dev, ino } = statSync(home)
  const lock = createServer((connection) => connection.destroy())
  await new Promise<void>((resolve, reject) => {
    lock.once('error', (error) =>
      reject('code' in error && error.code === 'EADDRINUSE' ? new HomeInUseError(home) : error),
    )
    lock.listen(`\0distributed-town/${dev}/${ino}`, () => resolve())
  })
  lock.unref()
  return {
    release: () =>
      new Promise((resolve) => {
        lock.close(() => resolve())
      }),
  }
}

/** Writes a file whole or not at all, readable by its owner only. */
export const writeWhole = (path: string, content: string): void => {
  const temporary = `${path}.new`
  const file = openSync(temporary, 'w', 0o600)
  try {
    writeSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(temporary, path)
  syncFolder(dirname(path))
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

export class HomeInUseError extends Error {
  override readonly name = 'HomeInUseError'

  constructor(home: string) {
    super(`another node is running in ${home}: stop it first, or give this one a folder of its own by TOWN_HOME`)
  }
}
