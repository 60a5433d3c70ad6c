import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync } from 'node:fs'
import type { Hex } from 'viem'
import { z } from 'zod'
import { appendWhole, syncFolder } from '../home.ts'

/** One block as it is mined again after a crash: the same transactions at the same time give the same block. */
export type JournalEntry = {
  readonly number: bigint
  /** Seconds. */
  readonly timestamp: number
  readonly transactions: readonly Hex[]
}

/** What was mined since the last dump of the chain, written down before it is mined. */
export type Journal = {
  /** Returns when the entry would survive a power cut. @throws if it would not; then the journal is as it was. */
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
  const content = readFileSync(path)
  const lines = content.toString().split('\n')
  // What follows the last line break is empty or the beginning of an entry that was cut off.
  const cut = lines.pop() ?? ''
  if (cut !== '') {
    // In bytes: a cut-off part may be no text at all.
    ftruncateSync(file, content.lastIndexOf('\n') + 1)
    fsyncSync(file)
  }
  let length = fstatSync(file).size
  const cutBack = (cause: unknown) => {
    try {
      ftruncateSync(file, length)
      fsyncSync(file)
    } catch (error) {
      throw new AggregateError([cause, error], 'an entry of the journal was written in part')
    }
  }
  return {
    entries: lines.map((line) => z.decode(journalLine, JSON.parse(line))),
    append: (entry) => {
      // A part that could not be taken away when it failed.
      if (fstatSync(file).size !== length) ftruncateSync(file, length)
      try {
        appendWhole(file, `${JSON.stringify(z.encode(journalLine, entry))}\n`)
      } catch (error) {
        // The next entry must not follow on a part of this one, and this one must not be mined by a replay.
        cutBack(error)
        throw error
      }
      length = fstatSync(file).size
    },
    clear: () => {
      ftruncateSync(file, 0)
      length = 0
      fsyncSync(file)
    },
    close: () => closeSync(file),
  }
}

const journalLine = z.object({
  number: z.codec(z.number().int(), z.bigint(), { decode: BigInt, encode: Number }),
  timestamp: z.number().int(),
  transactions: z.array(z.templateLiteral(['0x', z.string().regex(/[0-9a-f]+/)])).readonly(),
})
