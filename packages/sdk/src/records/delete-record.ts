import { DELETION_KIND, SIGNING_ENTROPY_BYTES, signEvent, toNostrHex } from '@distributed-town/protocol'
import type { Hex } from 'viem'
import type { Town } from '../town.ts'
import type { Records } from './open-records.ts'

/**
 * Takes back an own record (NIP-09), with its pictures. Who has read it has read it.
 *
 * @throws TownError RELAY_REFUSED when an unfinished gig names it or it is another's; RELAY_TIMEOUT, RELAY_CLOSED.
 */
export const deleteRecord = async (
  town: Pick<Town, 'clock' | 'random'>,
  { records, recordId }: { readonly records: Pick<Records, 'identity' | 'relay'>; readonly recordId: Hex },
): Promise<void> => {
  const template = {
    kind: DELETION_KIND,
    created_at: Math.floor(town.clock() / 1000),
    tags: [['e', toNostrHex(recordId)]],
    content: '',
  }
  const entropy = town.random(SIGNING_ENTROPY_BYTES)
  await records.relay.publish(signEvent({ template, secret: records.identity.messagingSecret, entropy }))
}
