import {
  DELETION_KIND,
  fromRecordTags,
  GIFT_WRAP_KIND,
  isRecordKind,
  isTownError,
  type NostrEvent,
  type RecordTags,
} from '@distributed-town/protocol'
import { LIMITS } from './limits.ts'
import type { RefusalCode } from './refusals.ts'

// What an event shows by itself, before anything is looked up.

/** An event that this relay may keep. */
export type KeptEvent =
  | { readonly type: 'record'; readonly tags: RecordTags }
  | { readonly type: 'wrap'; readonly recipient: string; readonly expiresAt: number | undefined }
  | { readonly type: 'deletion'; readonly ids: readonly string[] }

export const checkShape = (event: NostrEvent): KeptEvent | RefusalCode => {
  const { kind, tags, content } = event
  if (!isRecordKind(kind) && kind !== GIFT_WRAP_KIND && kind !== DELETION_KIND) return 'KIND_REFUSED'
  if (!areTagsSmall(tags)) return 'TAGS_TOO_LARGE'
  if (![content, ...tags.flat()].every(isText)) return 'CONTROL_CHARACTER'
  if (kind === GIFT_WRAP_KIND) {
    const [recipient, expiresAt] = [readRecipient(tags), readExpiration(tags)]
    if (recipient === undefined || expiresAt === 'malformed') return 'WRONG_TAGS'
    return isEncrypted(content) ? { type: 'wrap', recipient, expiresAt } : 'NOT_ENCRYPTED'
  }
  if (content.length > LIMITS.contentLength) return 'CONTENT_TOO_LARGE'
  if (kind === DELETION_KIND) {
    // Nothing but what is to be deleted: whatever else stood in it would be readable for everybody.
    if (content !== '') return 'CONTENT_NOT_EMPTY'
    if (!tags.every(isDeletionTag)) return 'WRONG_TAGS'
    return { type: 'deletion', ids: tags.flatMap(([name, id]) => (name === 'e' && id ? [id] : [])) }
  }
  const recordTags = readRecordTags({ kind, tags })
  if (!recordTags) return 'WRONG_TAGS'
  // A client that forgets to encrypt must not find its text kept.
  return isEncrypted(content) ? { type: 'record', tags: recordTags } : 'NOT_ENCRYPTED'
}

/** Whether the event is dated by a clock like ours; gift wraps are dated back on purpose. @param now Seconds. */
export const isTimely = ({ kind, created_at }: NostrEvent, now: number): boolean => {
  const back = LIMITS.clockSkew + (kind === GIFT_WRAP_KIND ? LIMITS.wrapBackdating : 0)
  return created_at >= now - back && created_at <= now + LIMITS.clockSkew
}

const areTagsSmall = (tags: NostrEvent['tags']): boolean =>
  tags.length <= LIMITS.tags &&
  tags.every(
    (tag) =>
      tag.length <= LIMITS.tagElements &&
      tag.every((element) => element.length <= LIMITS.tagElementLength) &&
      (tag[0]?.length !== 1 || (tag[1] ?? '').length <= LIMITS.indexedTagLength),
  )

// Implementations differ on how these are hashed (vectors/recordId.json), and PostgreSQL keeps no NUL.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const isText = (text: string): boolean => !/[\x00-\x08\x0b\x0c\x0e-\x1f]/.test(text) && text.isWellFormed()

/** NIP-44: base64 of the version, which is a byte 2, a nonce of 32 bytes, at least 34 encrypted ones, an authentication code of 32. */
const isEncrypted = (content: string): boolean =>
  content.length >= MIN_ENCRYPTED_LENGTH && /^A[g-v][A-Za-z0-9+/]*={0,2}$/.test(content)

const MIN_ENCRYPTED_LENGTH = 132

const isDeletionTag = ([name = '', value = '', ...more]: readonly string[]): boolean =>
  more.length === 0 && (deletionTags.get(name)?.test(value) ?? false)

const deletionTags: ReadonlyMap<string, RegExp> = new Map([
  ['e', /^[0-9a-f]{64}$/],
  ['k', /^\d{1,5}$/],
  ['h', /^\d{1,10}$/],
])

/** NIP-40: when the time of the wrap is over, in seconds. Records have no such tag (spec §14.3): others build on them. */
const readExpiration = (tags: NostrEvent['tags']): number | undefined | 'malformed' => {
  const [expiration, ...others] = tags.filter(([name]) => name === 'expiration')
  if (expiration === undefined) return undefined
  return others.length === 0 && /^\d{1,12}$/.test(expiration[1] ?? '') ? Number(expiration[1]) : 'malformed'
}

const readRecipient = (tags: NostrEvent['tags']): string | undefined => {
  const [recipient, ...others] = tags.filter(([name]) => name === 'p').map(([, key]) => key)
  return others.length === 0 && recipient !== undefined && /^[0-9a-f]{64}$/.test(recipient) ? recipient : undefined
}

const readRecordTags = (event: Pick<NostrEvent, 'kind' | 'tags'>): RecordTags | undefined => {
  try {
    return fromRecordTags(event)
  } catch (error) {
    if (isTownError(error, 'NOT_A_RECORD')) return undefined
    throw error
  }
}
