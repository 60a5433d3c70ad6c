import { decrypt, encrypt, getConversationKey } from 'nostr-tools/nip44'
import * as z from 'zod/mini'
import { type NostrEvent, nostrEventSchema } from '../api.ts'
import { TownError } from '../errors.ts'
import { type EventTemplate, isAuthentic, parseEvent, publicKeyOf, recordId, signEvent } from './event.ts'
import { checkEntropy, toNostrHex } from './hex.ts'
import { GIFT_WRAP_KIND, SEAL_KIND } from './kinds.ts'

// Gift wraps (NIP-59): a rumor, which is an unsigned event, in a seal, which its sender signed, in a wrap, which a key made for it alone
// signed. A relay learns the receiver and nothing else.

/** An event that is not signed: who sends it is what its seal says. */
export type Rumor = EventTemplate & { readonly id: string; readonly pubkey: string }

/** Bytes of entropy that a gift wrap takes: its key, two nonces, two signatures, two dates. */
export const WRAP_ENTROPY_BYTES = 5 * 32 + 2 * 6

/** Seals and wraps are dated back by up to two days, so that their times tell nothing. */
const BACKDATED_SECONDS = 2 * 24 * 60 * 60

/** @param recipient Messaging key, in either form of hex. @param entropy `WRAP_ENTROPY_BYTES` fresh random bytes. @param now Seconds. */
export const wrapRumor = ({
  template,
  secret,
  recipient,
  entropy,
  now,
}: {
  readonly template: EventTemplate
  /** Of the sender. */
  readonly secret: Uint8Array
  readonly recipient: string
  readonly entropy: Uint8Array
  readonly now: number
}): NostrEvent => {
  checkEntropy(entropy, WRAP_ENTROPY_BYTES)
  const part = (i: number) => entropy.subarray(i * 32, (i + 1) * 32)
  const date = (i: number) => now - backdating(entropy.subarray(5 * 32 + i * 6, 5 * 32 + (i + 1) * 6))
  const to = toNostrHex(recipient)
  const wrapSecret = part(0)
  const unsigned = { ...template, pubkey: publicKeyOf(secret) }
  const rumor: Rumor = { ...unsigned, id: recordId(unsigned) }
  const seal = signEvent({
    template: {
      kind: SEAL_KIND,
      created_at: date(0),
      tags: [],
      content: encrypt(JSON.stringify(rumor), getConversationKey(secret, to), part(1)),
    },
    secret,
    entropy: part(2),
  })
  return signEvent({
    template: {
      kind: GIFT_WRAP_KIND,
      created_at: date(1),
      tags: [['p', to]],
      content: encrypt(JSON.stringify(seal), getConversationKey(wrapSecret, to), part(3)),
    },
    secret: wrapSecret,
    entropy: part(4),
  })
}

/**
 * Opens a gift wrap; the `pubkey` of the rumor is its proven sender.
 * Throws INVALID_EVENT, RECORD_ALTERED, NOT_A_WRAP, WRONG_RECIPIENT or FORGED_SEAL.
 */
export const unwrapRumor = (event: unknown, secret: Uint8Array): Rumor => {
  const wrap = parseEvent(event)
  if (wrap.kind !== GIFT_WRAP_KIND) throw new TownError('NOT_A_WRAP', { kind: wrap.kind })
  const receivers = wrap.tags.filter(([name]) => name === 'p').map(([, key]) => key)
  if (receivers.length !== 1 || receivers[0] !== publicKeyOf(secret)) throw new TownError('WRONG_RECIPIENT')

  const seal = nostrEventSchema.safeParse(decryptJson(wrap, secret)).data
  if (seal?.kind !== SEAL_KIND || seal.tags.length > 0) throw new TownError('NOT_A_WRAP')
  if (!isAuthentic(seal)) throw new TownError('FORGED_SEAL')

  const rumor = rumorSchema.safeParse(decryptJson(seal, secret)).data
  if (!rumor) throw new TownError('NOT_A_WRAP')
  // Who sealed it must be who it says it is from, or anyone could speak for anyone.
  if (rumor.pubkey !== seal.pubkey || rumor.id !== recordId(rumor)) throw new TownError('FORGED_SEAL')
  return rumor
}

const rumorSchema = z.omit(nostrEventSchema, { sig: true })

const decryptJson = ({ content, pubkey }: NostrEvent, secret: Uint8Array): unknown => {
  try {
    return JSON.parse(decrypt(content, getConversationKey(secret, pubkey)))
  } catch (cause) {
    throw new TownError('NOT_A_WRAP', {}, { cause })
  }
}

/** 48 random bits, taken modulo 172,800: no second is noticeably likelier. */
const backdating = (bytes: Uint8Array) => bytes.reduce((value, byte) => (value * 256 + byte) % BACKDATED_SECONDS, 0)
