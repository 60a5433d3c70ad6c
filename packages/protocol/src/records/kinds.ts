/** Kinds of the Nostr events of a thread (spec §14.2): regular events, which relays keep. */
export const RecordKind = {
  /** Describes a gig; its id is what the chain keeps for it. */
  Gig: 3841,
  /** Describes submitted work. */
  Work: 3842,
  Comment: 3843,
  Profile: 3844,
} as const
export type RecordKind = (typeof RecordKind)[keyof typeof RecordKind]

/** Keys of key epochs, inside gift wraps only (spec §14.5). */
export const EPOCH_KEYS_KIND = 3845

/** NIP-09. */
export const DELETION_KIND = 5

/** NIP-59. */
export const SEAL_KIND = 13
export const GIFT_WRAP_KIND = 1059

export const isRecordKind = (kind: number): kind is RecordKind => recordKinds.has(kind)

const recordKinds: ReadonlySet<number> = new Set(Object.values(RecordKind))
