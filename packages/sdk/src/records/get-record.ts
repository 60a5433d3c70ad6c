import {
  fromRecordTags,
  isTownError,
  type NostrEvent,
  nostrEventSchema,
  type OpenedRecord,
  openRecord,
  TownError,
  toNostrHex,
} from '@distributed-town/protocol'
import type { Hex } from 'viem'
import { requestJson } from '../http.ts'
import type { Town } from '../town.ts'
import type { Records } from './open-records.ts'

/**
 * The record with an id, decrypted; it is what the id says and its author wrote it. The node answers any event of a thread by its id.
 *
 * @throws TownError NOT_FOUND; EPOCH_KEY_MISSING when the key of its epoch was not passed on to this identity; RECORD_ALTERED,
 * RECORD_UNDECIPHERABLE, RECORD_INVALID; as `requestJson`.
 */
export const getRecord = async (
  town: Town,
  { records, recordId }: { readonly records: Pick<Records, 'keyring'>; readonly recordId: Hex },
): Promise<OpenedRecord> => {
  const id = toNostrHex(recordId)
  const event = await requestJson(town, { path: `/api/records/${id}`, schema: nostrEventSchema })
  if (event.id !== id) throw new TownError('RECORD_ALTERED', { id })
  return openWith(records, event)
}

/** @throws TownError EPOCH_KEY_MISSING; as `openRecord`. */
export const openWith = ({ keyring }: Pick<Records, 'keyring'>, event: NostrEvent): OpenedRecord => {
  const { communityId, epoch } = fromRecordTags(event)
  const [latest, ...earlier] = keyring.list(communityId, epoch)
  if (!latest) throw new TownError('EPOCH_KEY_MISSING', { communityId, epoch })
  for (const key of [latest, ...earlier]) {
    try {
      return openRecord(event, key)
    } catch (error) {
      if (!isTownError(error, 'RECORD_UNDECIPHERABLE')) throw error
    }
  }
  // With a version that is still on its way, or with none.
  return openRecord(event, latest)
}
