import { backupMessage, backupSavedSchema, putBackupSchema } from '@distributed-town/protocol'
import * as z from 'zod/mini'
import { type IdentityBackup, serializeBackup } from '../backup.ts'
import { requestJson } from '../http.ts'
import type { Identity } from '../identity.ts'
import type { Town } from '../town.ts'

/**
 * Keeps an encrypted backup on the node, under the owner's address. `savedAt` in seconds.
 *
 * @throws TownError BACKUP_OUTDATED when a later one is there, TIMESTAMP_OUT_OF_RANGE; as `requestJson`.
 */
export const saveBackup = async (
  town: Town,
  { identity, backup }: { readonly identity: Identity; readonly backup: IdentityBackup },
): Promise<{ readonly savedAt: number }> => {
  const { address } = identity.owner
  const text = serializeBackup(backup)
  const timestamp = Math.floor(town.clock() / 1000)
  const signature = await identity.owner.signMessage({ message: backupMessage({ address, backup: text, timestamp }) })
  return await requestJson(town, {
    method: 'PUT',
    path: `/api/backups/${address}`,
    body: z.encode(putBackupSchema, { backup: text, timestamp, signature }),
    schema: backupSavedSchema,
  })
}
