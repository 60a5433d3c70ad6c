import {
  isTownError,
  NONCE_BYTES,
  type RecordContent,
  SIGNING_ENTROPY_BYTES,
  toBytes32,
} from '@distributed-town/protocol'
import type { Hex } from 'viem'
import { getCommunity } from '../queries/get-community.ts'
import type { Town } from '../town.ts'
import type { Records } from './open-records.ts'

/** `gigRecord`: id of the record of the gig that a work or a comment belongs to. */
export type PublishRecordParameters = RecordContent & {
  readonly records: Records
  readonly communityId: number
  readonly gigRecord?: Hex | undefined
}

/**
 * Encrypts a record with the present epoch key of the community, signs it with the messaging key and waits until the relay has it.
 *
 * @returns recordId What the chain keeps for it.
 * @throws TownError RECORD_INVALID before anything is sent; EPOCH_KEY_MISSING when the key does not arrive; RELAY_REFUSED to those who
 * are no members; RELAY_TIMEOUT; as `requestJson`.
 */
export const publishRecord = async (
  town: Town,
  { records, communityId, gigRecord, ...record }: PublishRecordParameters,
): Promise<{ readonly recordId: Hex; readonly epoch: number }> => {
  const { parseRecordContent, recordTemplate, sealRecord, signEvent } = await import('./sealing.ts')
  parseRecordContent(record)
  const { identity, keyring, relay } = records
  let { epoch } = await getCommunity(town, { communityId })
  for (;;) {
    const epochKey = await keyring.wait(communityId, epoch, KEY_WAIT_MS)
    const createdAt = Math.floor(town.clock() / 1000)
    const template = sealRecord({
      ...recordTemplate({ ...record, communityId, epoch, gigRecord, createdAt }),
      epochKey,
      nonce: town.random(NONCE_BYTES),
    })
    const entropy = town.random(SIGNING_ENTROPY_BYTES)
    const event = signEvent({ template, secret: identity.messagingSecret, entropy })
    try {
      await relay.publish(event)
      return { recordId: toBytes32(event.id), epoch }
    } catch (error) {
      if (!isTownError(error, 'RELAY_REFUSED')) throw error
      // Somebody may have left in between, which begins a new epoch.
      const present = await getCommunity(town, { communityId })
      if (present.epoch === epoch) throw error
      epoch = present.epoch
    }
  }
}

// A steward passes keys on at once; longer means that it is not there.
const KEY_WAIT_MS = 15_000
