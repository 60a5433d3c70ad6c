import { decrypt, encrypt } from 'nostr-tools/nip44'
import { TownError } from '../errors.ts'
import { attachmentsOf } from './attachments-of.ts'
import { type EventTemplate, parseEvent } from './event.ts'
import { checkEntropy, checkKey } from './hex.ts'
import { isRecordKind } from './kinds.ts'
import { parseRecordContent, type RecordTemplate } from './record.ts'
import type { RecordContent } from './schemas.ts'
import { fromRecordTags, type RecordTags } from './tags.ts'

/** A record as its readers see it. */
export type OpenedRecord = RecordContent &
  RecordTags & {
    /** Nostr id. */
    readonly id: string
    /** Messaging key of the writer, as Nostr hex. */
    readonly author: string
    /** Seconds, as the writer says. */
    readonly createdAt: number
  }

/** Bytes of entropy that sealing a record takes. */
export const NONCE_BYTES = 32

/** Most characters of an encrypted content: the largest record, of 5,000 characters with 3 bytes each and four pictures, has 27,396. */
export const MAX_ENCRYPTED_CONTENT = 27_400

/** Encrypts a record with the key of its epoch (NIP-44, version 2). @param nonce 32 fresh random bytes. @return What its writer signs. */
export const sealRecord = ({
  epochKey,
  nonce,
  ...record
}: RecordTemplate & { readonly epochKey: Uint8Array; readonly nonce: Uint8Array }): EventTemplate => ({
  kind: record.kind,
  created_at: record.createdAt,
  tags: record.tags,
  content: encrypt(
    JSON.stringify(parseRecordContent(record).content),
    checkKey(epochKey),
    checkEntropy(nonce, NONCE_BYTES),
  ),
})

/**
 * Reads a record: checks id and signature, decrypts and validates.
 * Throws INVALID_EVENT, RECORD_ALTERED, NOT_A_RECORD, RECORD_UNDECIPHERABLE or RECORD_INVALID.
 */
export const openRecord = (event: unknown, epochKey: Uint8Array): OpenedRecord => {
  const { id, pubkey, created_at, kind, tags, content } = parseEvent(event)
  if (!isRecordKind(kind)) throw new TownError('NOT_A_RECORD', { kind })
  const readTags = fromRecordTags({ kind, tags })
  if (content.length > MAX_ENCRYPTED_CONTENT) throw new TownError('RECORD_INVALID')
  const text = tryDecrypt(content, checkKey(epochKey))
  const record = parseRecordContent({ kind, content: tryParse(text) })
  // What a node keeps for the record is what the record shows.
  const shown = attachmentsOf(record).map(({ sha256 }) => sha256)
  if (shown.join() !== readTags.attachments.join()) throw new TownError('RECORD_INVALID')
  return {
    ...record,
    ...readTags,
    id,
    author: pubkey,
    createdAt: created_at,
  }
}

const tryDecrypt = (content: string, key: Uint8Array) => {
  try {
    return decrypt(content, key)
  } catch (cause) {
    throw new TownError('RECORD_UNDECIPHERABLE', {}, { cause })
  }
}

const tryParse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new TownError('RECORD_INVALID', {}, { cause })
  }
}
