import { createHash, randomBytes } from 'node:crypto'
import { type NostrEvent, RecordKind } from '@distributed-town/protocol'
import { serializeEvent } from 'nostr-tools/pure'
import { signSchnorr, xOnlyPointFromScalar } from 'tiny-secp256k1'

// Members with keys that two processes agree on, and records of theirs.

export const TOWNS = 20
const MEMBERS_OF_A_TOWN = 20

export type Member = {
  readonly secret: Uint8Array
  readonly key: string
  readonly walletId: number
  readonly communityId: number
}

export const readMembers = (): readonly Member[] =>
  Array.from({ length: TOWNS * MEMBERS_OF_A_TOWN }, (_, i) => {
    const secret = createHash('sha256').update(`member ${i}`).digest()
    return {
      secret,
      key: Buffer.from(xOnlyPointFromScalar(secret)).toString('hex'),
      walletId: i + 1,
      communityId: 1 + (i % TOWNS),
    }
  })

/** A record of the size of a gig with a description, encrypted as far as a relay can tell. */
export const signRecord = ({ secret, key, communityId }: Member): NostrEvent => {
  const event = {
    pubkey: key,
    created_at: Math.floor(Date.now() / 1000),
    kind: RecordKind.Gig,
    tags: [
      ['h', String(communityId)],
      ['epoch', '1'],
    ],
    content: `Ag${randomBytes(400).toString('base64')}`,
  }
  const id = createHash('sha256').update(serializeEvent(event)).digest()
  return { ...event, id: id.toString('hex'), sig: Buffer.from(signSchnorr(id, secret)).toString('hex') }
}
