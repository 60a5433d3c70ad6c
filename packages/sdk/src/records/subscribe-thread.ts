import { isTownError, type NostrEvent, type OpenedRecord, RecordKind, type TownError } from '@distributed-town/protocol'
import { openWith } from './get-record.ts'
import type { Records } from './open-records.ts'

/**
 * Follows the thread of a community: what is there and what comes, each record once. A record whose key is still on its way is delivered
 * when the key arrives; one that is no valid record never is.
 *
 * @param options.onRefused The relay doesn't serve this identity; nothing more will come.
 * @returns how to stop.
 */
export const subscribeThread = ({
  records,
  communityId,
  onRecord,
  onRefused,
}: {
  readonly records: Pick<Records, 'relay' | 'keyring'>
  readonly communityId: number
  readonly onRecord: (record: OpenedRecord) => void
  readonly onRefused?: ((error: TownError) => void) | undefined
}): (() => void) => {
  const waiting = new Map<string, NostrEvent>()
  const deliver = (event: NostrEvent) => {
    const record = tryOpen(event)
    if (record) onRecord(record)
  }
  const tryOpen = (event: NostrEvent): OpenedRecord | undefined => {
    waiting.delete(event.id)
    try {
      return openWith(records, event)
    } catch (error) {
      if (!isTownError(error)) throw error
      if (error.code === 'EPOCH_KEY_MISSING') waiting.set(event.id, event)
      return undefined
    }
  }
  const stopKeys = records.keyring.subscribe(() => {
    for (const event of [...waiting.values()]) deliver(event)
  })
  const filter = { kinds: Object.values(RecordKind), '#h': [String(communityId)] }
  const stopEvents = records.relay.subscribe(filter, { onEvent: deliver, onRefused })
  return () => {
    stopKeys()
    stopEvents()
  }
}
