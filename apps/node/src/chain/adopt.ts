import type { Hex } from 'viem'
import { z } from 'zod'
import { readIfExists } from '../home.ts'
import type { AnvilClient } from './anvil.ts'
import type { Journal } from './journal.ts'
import { getMined } from './submit.ts'

/**
 * Takes the blocks of an earlier version into the journal: its dump has all of them, a file those after the dump. Again, if it was
 * interrupted, adds what is missing.
 */
export const adoptBlocks = async ({
  rpc,
  journal,
  file,
}: {
  readonly rpc: AnvilClient
  readonly journal: Pick<Journal, 'append' | 'keep'>
  readonly file: string
}): Promise<void> => {
  const height = await rpc.getBlockNumber()
  for (let number = 0n; number <= height; number += 1n) {
    const mined = await getMined({ rpc, blockNumber: number })
    const transactions = await Promise.all(mined.block.transactions.map(({ hash }) => getRaw(rpc, hash)))
    await journal.append({ number, timestamp: Number(mined.block.timestamp), transactions })
    await journal.keep([mined])
  }
  // What follows the last line break was cut off and not mined.
  for (const line of (readIfExists(file) ?? '').split('\n').slice(0, -1)) {
    const { number, ...entry } = fileLine.parse(JSON.parse(line))
    if (number > height) await journal.append({ number: BigInt(number), ...entry })
  }
}

const getRaw = async (rpc: AnvilClient, hash: Hex): Promise<Hex> =>
  rawSchema.parse(await rpc.request({ method: 'eth_getRawTransactionByHash', params: [hash] } as never))

const rawSchema = z.templateLiteral(['0x', z.string().regex(/[0-9a-f]+/)])

const fileLine = z.object({
  number: z.number().int(),
  timestamp: z.number().int(),
  transactions: z.array(rawSchema).readonly(),
})
