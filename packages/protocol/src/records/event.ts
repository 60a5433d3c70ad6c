import { schnorr } from '@noble/curves/secp256k1.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { getEventHash, verifyEvent as verifyNostrEvent } from 'nostr-tools/pure'
import { type NostrEvent, nostrEventSchema } from '../api.ts'
import { TownError } from '../errors.ts'
import { checkEntropy, checkKey } from './hex.ts'

/** An event before it has an author. */
export type EventTemplate = {
  readonly kind: number
  /** Seconds. */
  readonly created_at: number
  readonly tags: readonly (readonly string[])[]
  readonly content: string
}

/** An event before it is signed. */
export type UnsignedEvent = EventTemplate & { readonly pubkey: string }

/** Bytes of entropy that signing takes. */
export const SIGNING_ENTROPY_BYTES = 32

/** Id of an event: SHA-256 of its canonical serialisation (NIP-01, spec §14.3), as Nostr hex. */
export const recordId = ({ pubkey, created_at, kind, tags, content }: UnsignedEvent): string =>
  getEventHash({ pubkey, created_at, kind, tags: tags.map((tag) => [...tag]), content })

/** Public key of a secret, x-only, as Nostr hex. */
export const publicKeyOf = (secret: Uint8Array): string => bytesToHex(schnorr.getPublicKey(checkKey(secret)))

/** Signs an event. @param entropy 32 fresh random bytes (BIP-340 auxiliary data). */
export const signEvent = ({
  template,
  secret,
  entropy,
}: {
  readonly template: EventTemplate
  readonly secret: Uint8Array
  readonly entropy: Uint8Array
}): NostrEvent => {
  const { kind, created_at, content } = template
  const unsigned = {
    kind,
    created_at,
    tags: template.tags.map((tag) => [...tag]),
    content,
    pubkey: publicKeyOf(secret),
  }
  const id = recordId(unsigned)
  const sig = bytesToHex(schnorr.sign(hexToBytes(id), secret, checkEntropy(entropy, SIGNING_ENTROPY_BYTES)))
  return { id, ...unsigned, sig }
}

/** Whether id and signature of an event are right. */
export const isAuthentic = ({ id, pubkey, created_at, kind, tags, content, sig }: NostrEvent): boolean =>
  // A fresh object: nostr-tools leaves its verdict on the one it was given, and copies would carry it along.
  verifyNostrEvent({ id, pubkey, created_at, kind, tags, content, sig })

/** Reads an event and checks id and signature. Throws INVALID_EVENT or RECORD_ALTERED. */
export const parseEvent = (input: unknown): NostrEvent => {
  const { success, data, error } = nostrEventSchema.safeParse(input)
  if (!success) throw new TownError('INVALID_EVENT', {}, { cause: error })
  if (!isAuthentic(data)) throw new TownError('RECORD_ALTERED', { id: data.id })
  return data
}
