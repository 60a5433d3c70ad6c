import { closeSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { Hex } from 'viem'
import { z } from 'zod'
import { syncFolder } from '../home.ts'

/** One block as it is mined again after a crash: the same transactions at the same time give the same block. */
export type JournalEntry = {
  readonly number: bigint
  /** Seconds. */
  readonly timestamp: number
  readonly transactions: readonly Hex[]
}

/** What was mined since the last dump of the chain, written down before it is mined. */
export type Journal = {
  /** Returns when the entry would survive a power cut. */
  readonly append: (entry: JournalEntry) => void
  /** Forgets all entries: a dump holds them now. */
  readonly clear: () => void
  readonly close: () => void
}

/** @returns the entries that are whole: the last one may not be, and then it wasn't mined. */
export const openJournal = (
  path: string,
  { folder }: { readonly folder: string },
): Journal & { readonly entries: readonly JournalEntry[] } => {
  const file = openSync(path, 'a+', 0o600)
  syncFolder(folder)
  const lines = readFileSync(path, 'utf8').split('\n')
  // What follows the last line break is empty or the beginning of an entry that was cut off.
  const cut = lines.pop() ?? ''
  if (cut !== '') {
    const whole = Buffer.byteLength(lines.map((line) => `${line}\n`).join(''))
    ftruncateSync(file, whole)
  }
  return {
    entries: lines.map((line) => z.decode(journalLine, JSON.parse(line))),
    append: (entry) => {
      writeSync(file, `${JSON.stringify(z.encode(journalLine, entry))}\n`)
      fdatasyncSync(file)
    },
    clear: () => {
      ftruncateSync(file, 0)
      fdatasyncSync(file)
    },
    close: () => closeSync(file),
  }
}

const journalLine = z.object({
  number: z.codec(z.number().int(), z.bigint(), { decode: BigInt, encode: Number }),
  timestamp: z.number().int(),
  transactions: z.array(z.templateLiteral(['0x', z.string().regex(/[0-9a-f]+/)])).readonly(),
})
