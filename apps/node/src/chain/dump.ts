import { gunzipSync } from 'node:zlib'
import { hexToBytes } from 'viem'
import { z } from 'zod'
import { readIfExists, writeWhole } from '../home.ts'
import type { AnvilClient } from './anvil.ts'

/** Headers that a dump keeps: contracts may ask for the hashes of the last 256 blocks. */
const HEADERS = 300

/** Writes the state of the chain to a file, whole or not at all. Older blocks and traces are left out: the journal has what is needed. */
export const writeDump = async ({ rpc, path }: { readonly rpc: AnvilClient; readonly path: string }): Promise<void> => {
  // It comes compressed, in hex; it is read back as plain JSON.
  const dump = dumpSchema.parse(JSON.parse(gunzipSync(hexToBytes(await rpc.dumpState())).toString()))
  const first = dump.best_block_number - HEADERS
  writeWhole(
    path,
    JSON.stringify({
      ...dump,
      blocks: dump.blocks.filter(({ header }) => Number(header.number) > first),
      transactions: dump.transactions.map((each) => ({ ...each, info: { ...each.info, traces: [] } })),
    }),
  )
}

/** Whether the file is a whole dump, whatever chain it is of. */
export const isWholeDump = (path: string): boolean => {
  try {
    return dumpSchema.safeParse(JSON.parse(readIfExists(path) ?? '')).success
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

const dumpSchema = z.looseObject({
  best_block_number: z.number(),
  accounts: z.record(z.string(), z.unknown()),
  blocks: z.array(z.looseObject({ header: z.looseObject({ number: z.string() }) })),
  transactions: z.array(z.looseObject({ info: z.looseObject({}) })),
})
