import { backupSchema } from '@distributed-town/protocol'
import type { Address } from 'viem'
import { type IdentityBackup, parseBackup } from '../backup.ts'
import { requestJson } from '../http.ts'
import type { Town } from '../town.ts'

/**
 * The encrypted backup that the node keeps for an address.
 *
 * @throws TownError NOT_FOUND, INVALID_BACKUP; as `requestJson`.
 */
export const getBackup = async (town: Town, { address }: { readonly address: Address }): Promise<IdentityBackup> => {
  const { backup } = await requestJson(town, { path: `/api/backups/${address}`, schema: backupSchema })
  return parseBackup(backup)
}
