import { backupMessage, type PutBackup, TownError } from '@distributed-town/protocol'
import { type Address, verifyMessage } from 'viem'
import { replaceBackup } from '../db/town/backups.ts'
import type { Node } from '../node.ts'

/**
 * Keeps the encrypted backup of the key of an address, signed by it, in place of an earlier one.
 * @throws TownError TIMESTAMP_OUT_OF_RANGE, INVALID_SIGNATURE, or BACKUP_OUTDATED if what is kept is as new or newer.
 */
export const saveBackup = async (
  node: Pick<Node, 'db' | 'clock'>,
  { address, backup, timestamp, signature }: PutBackup & { address: Address },
): Promise<{ address: Address; savedAt: number }> => {
  const now = Math.floor(node.clock() / 1000)
  // In the future it would shut out later ones, from the past it may be an old one that somebody else sends again.
  if (Math.abs(timestamp - now) > CLOCK_SKEW) throw new TownError('TIMESTAMP_OUT_OF_RANGE', { timestamp, now })
  if (!(await isSigned({ address, backup, timestamp, signature })))
    throw new TownError('INVALID_SIGNATURE', { address })
  const replaced = await replaceBackup(node, { address, backup, savedAt: timestamp })
  if (!replaced) throw new TownError('BACKUP_OUTDATED', { timestamp })
  return { address, savedAt: timestamp }
}

/** Seconds. */
const CLOCK_SKEW = 900

const isSigned = async ({
  address,
  backup,
  timestamp,
  signature,
}: PutBackup & { address: Address }): Promise<boolean> => {
  try {
    return await verifyMessage({ address, message: backupMessage({ address, backup, timestamp }), signature })
  } catch {
    // viem throws on what is no signature at all: a length or numbers that none has.
    return false
  }
}
