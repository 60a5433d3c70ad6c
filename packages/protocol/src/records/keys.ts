import * as z from 'zod/mini'
import type { NostrEvent } from '../api.ts'
import { TownError } from '../errors.ts'
import { nostrHexSchema } from '../primitives.ts'
import { keyFromHex, keyToHex, toNostrHex } from './hex.ts'
import { EPOCH_KEYS_KIND } from './kinds.ts'
import { type Rumor, unwrapRumor, wrapRumor } from './wrap.ts'

/** A key that records of epoch `n` of a community are encrypted with. */
export type EpochKey = {
  readonly n: number
  /** Left out: 0. A reorg can begin the epoch anew: then there is a later version, and nothing new is written with an earlier one. */
  readonly version?: number
  readonly key: Uint8Array
}

/** Most keys in one gift wrap: 256 make a wrap of about 50 kB, and NIP-44 ends at 64. */
export const MAX_KEYS_PER_WRAP = 256

const UINT32 = 2 ** 32 - 1

const epochKeySchema = z.strictObject({
  n: z.int().check(z.minimum(1), z.maximum(UINT32)),
  version: z.optional(z.int().check(z.minimum(1), z.maximum(UINT32))),
  key: nostrHexSchema,
})

const epochKeysSchema = z.strictObject({
  v: z.literal(1),
  communityId: z.int().check(z.minimum(1), z.maximum(UINT32)),
  epochs: z.array(epochKeySchema).check(z.minLength(1), z.maxLength(MAX_KEYS_PER_WRAP)),
})

/**
 * Passes keys of a community on to one member, sealed by the identity key of the community (spec §14.5).
 * @param secret The community's. @param recipient Messaging key, in either form of hex.
 * @param entropy `WRAP_ENTROPY_BYTES` fresh random bytes. @param now Seconds.
 */
export const wrapKeys = ({
  communityId,
  epochs,
  secret,
  recipient,
  entropy,
  now,
}: {
  readonly communityId: number
  readonly epochs: readonly EpochKey[]
  readonly secret: Uint8Array
  readonly recipient: string
  readonly entropy: Uint8Array
  readonly now: number
}): NostrEvent => {
  if (epochs.length > MAX_KEYS_PER_WRAP) throw new TownError('TOO_MANY_KEYS', { max: MAX_KEYS_PER_WRAP })
  const content = { v: 1, communityId, epochs: epochs.map(({ key, ...rest }) => ({ ...rest, key: keyToHex(key) })) }
  return wrapRumor({
    template: {
      kind: EPOCH_KEYS_KIND,
      created_at: now,
      tags: [['h', String(communityId)]],
      content: JSON.stringify(epochKeysSchema.parse(content)),
    },
    secret,
    recipient,
    entropy,
    now,
  })
}

/**
 * Keys of a community that were passed on to the owner of `secret`. Throws like `unwrapRumor`, NOT_A_WRAP for other messages,
 * OTHER_COMMUNITY, and UNTRUSTED_SENDER when somebody else than the community sealed them.
 */
export const unwrapKeys = ({
  event,
  secret,
  community,
}: {
  readonly event: unknown
  readonly secret: Uint8Array
  /** Id, and identity key as the chain has it (or as Nostr hex). */
  readonly community: { readonly id: number; readonly key: string }
}): readonly EpochKey[] => readKeys({ rumor: unwrapRumor(event, secret), community })

/** The keys in a message whose gift wrap is open already. Throws as `unwrapKeys`. */
export const readKeys = ({
  rumor,
  community,
}: {
  readonly rumor: Rumor
  readonly community: { readonly id: number; readonly key: string }
}): readonly EpochKey[] => {
  if (rumor.kind !== EPOCH_KEYS_KIND) throw new TownError('NOT_A_WRAP', { kind: rumor.kind })
  const content = parseContent(rumor.content)
  if (content.communityId !== community.id) throw new TownError('OTHER_COMMUNITY', { communityId: content.communityId })
  if (rumor.pubkey !== toNostrHex(community.key)) throw new TownError('UNTRUSTED_SENDER')
  return content.epochs.map(({ n, version, key }) => ({
    n,
    ...(version !== undefined && { version }),
    key: keyFromHex(key),
  }))
}

const parseContent = (text: string) => {
  try {
    return epochKeysSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new TownError('NOT_A_WRAP', {}, { cause })
  }
}
