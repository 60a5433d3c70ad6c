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
 * The record with an id, decrypted; it is what the id says and its author wrote it. What the chain names (gigs, works, profiles) is found by
 * anybody, all else in a thread by members.
 *
 * @throws TownError NOT_FOUND; EPOCH_KEY_MISSING when the key of its epoch was not passed on to this identity; RECORD_ALTERED,
 * RECORD_UNDECIPHERABLE, RECORD_INVALID; RELAY_TIMEOUT, RELAY_REFUSED; as `requestJson`.
 */
export const getRecord = async (
  town: Town,
  { records, recordId }: { readonly records: Pick<Records, 'keyring' | 'relay'>; readonly recordId: Hex },
): Promise<OpenedRecord> => {
  const id = toNostrHex(recordId)
  const event = await getNamed(town, id).catch(async (error: unknown) => {
    const [found] = isTownError(error, 'NOT_FOUND') ? await records.relay.list({ ids: [id] }) : []
    if (!found) throw error
    return found
  })
  if (event.id !== id) throw new TownError('RECORD_ALTERED', { id })
  return openWith(records, event)
}

const getNamed = (town: Town, id: string): Promise<NostrEvent> =>
  requestJson(town, { path: `/api/records/${id}`, schema: nostrEventSchema })

/** @throws TownError EPOCH_KEY_MISSING; as `openRecord`. */
export const openWith = ({ keyring }: Pick<Records, 'keyring'>, event: NostrEvent): OpenedRecord => {
  const { communityId, epoch } = fromRecordTags(event)
  const key = keyring.find(communityId, epoch)
  if (!key) throw new TownError('EPOCH_KEY_MISSING', { communityId, epoch })
  return openRecord(event, key)
}
