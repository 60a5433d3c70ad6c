import { isTownError, type NostrEvent, type OpenedRecord, RecordKind, toNostrHex } from '@distributed-town/protocol'
import type { Hex } from 'viem'
import { openWith } from './get-record.ts'
import type { Records } from './open-records.ts'

export type Comment = Extract<OpenedRecord, { kind: typeof RecordKind.Comment }>

/**
 * The comments on a gig, earliest first. Those that can't be read (keys not passed on to this identity, content of another shape) are
 * left out.
 *
 * @param options.gigRecord Id of the gig's record.
 * @throws TownError RELAY_TIMEOUT, RELAY_REFUSED, RELAY_CLOSED.
 */
export const listComments = async ({
  records,
  gigRecord,
}: {
  readonly records: Pick<Records, 'relay' | 'keyring'>
  readonly gigRecord: Hex
}): Promise<readonly Comment[]> => {
  const events = await records.relay.list({ kinds: [RecordKind.Comment], '#e': [toNostrHex(gigRecord)] })
  return events
    .flatMap((event) => openComment(records, event))
    .sort((a, b) => a.createdAt - b.createdAt || a.id.localeCompare(b.id))
}

const openComment = (records: Pick<Records, 'keyring'>, event: NostrEvent): readonly Comment[] => {
  try {
    const record = openWith(records, event)
    return record.kind === RecordKind.Comment ? [record] : []
  } catch (error) {
    if (isTownError(error)) return []
    throw error
  }
}
