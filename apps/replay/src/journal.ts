import { closeSync, ftruncateSync, openSync, writeFileSync } from 'node:fs'
import { readIfExists } from '../../node/src/home.ts'
import { ReplayError } from './errors.ts'
import { deserialize, serialize } from './serialize.ts'

/** Names with values in a file that outlives the process: one line each, the last of a name counts. */
export type Journal = {
  readonly get: (name: string) => unknown
  /** @throws ReplayError DISK when there is no room for it. */
  readonly set: (name: string, value: unknown) => void
  readonly close: () => void
}

/**
 * Opens a journal, or begins one. Each entry is with the system before `set` returns: it survives the end of this process, however that comes.
 *
 * @throws ReplayError RUN for a damaged file, DISK.
 */
export const openJournal = (path: string): Journal => {
  const text = readIfExists(path) ?? ''
  // A process that was killed in the middle of a line leaves a part of it.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const entries = new Map<string, unknown>()
  for (const [index, line] of whole.split('\n').entries()) {
    if (line === '') continue
    const [name, value] = parseLine(line, { path, line: index + 1 })
    entries.set(name, value)
  }
  const file = onDisk(path, () => {
    const opened = openSync(path, 'a', 0o600)
    if (whole.length < text.length) ftruncateSync(opened, Buffer.byteLength(whole))
    return opened
  })
  return {
    get: (name) => entries.get(name),
    set: (name, value) => {
      onDisk(path, () => writeFileSync(file, `${serialize([name, value])}\n`))
      entries.set(name, value)
    },
    close: () => closeSync(file),
  }
}

/** @throws ReplayError DISK instead of what the system says when nothing fits on the disk any more. */
export const onDisk = <Result>(path: string, write: () => Result): Result => {
  try {
    return write()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && NO_ROOM.has(error.code))) throw error
    const message = `The disk of ${path} is full. Make room and start the same command again: it goes on where it stopped.`
    throw new ReplayError('DISK', message, { cause: error })
  }
}

const NO_ROOM: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT'])

const parseLine = (text: string, at: { readonly path: string; readonly line: number }): readonly [string, unknown] => {
  try {
    return deserialize(text) as [string, unknown]
  } catch (error) {
    const message = `${at.path} is damaged in line ${at.line}: remove its folder, and the replay begins anew with other towns.`
    throw new ReplayError('RUN', message, { cause: error })
  }
}
