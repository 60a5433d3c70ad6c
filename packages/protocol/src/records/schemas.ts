import * as z from 'zod/mini'
import { MAX_LANGUAGE_BYTES } from '../generated/constants.ts'
import { nostrHexSchema } from '../primitives.ts'
import { RecordKind } from './kinds.ts'

// Contents of records, in the clear. Lengths count UTF-16 units.

export const MAX_TITLE = 120
export const MAX_DESCRIPTION = 5000
export const MAX_WORK = 5000
export const MAX_COMMENT = 2000
export const MAX_PROFILE_NAME = 60
export const MAX_PROFILE_ABOUT = 500
export const MAX_ALT = 300
/** Most bytes of an encrypted picture. */
export const MAX_ATTACHMENT_BYTES = 5 * 1_048_576
/** Pictures of one comment or work. */
export const MAX_ATTACHMENTS = 4
/** Most pixels of a side of a picture. */
export const MAX_PICTURE_SIDE = 16_384

// Relays disagree about ids of events with control characters (NIP-01 leaves them verbatim, encoders of JSON escape them), and screens about
// what they show. Line breaks and tabs are text; half a surrogate pair is not.
const isText = (text: string) => !/[^\P{Cc}\n\t]/u.test(text) && text.isWellFormed()
const isLine = (text: string) => !/\p{Cc}/u.test(text) && text.isWellFormed()
const isNotBlank = (text: string) => text.trim() !== ''

const text = (max: number) => z.string().check(z.maxLength(max), z.refine(isText, 'has control characters'))
const line = (max: number) => z.string().check(z.maxLength(max), z.refine(isLine, 'has control characters'))

const version = z.literal(1)

/** What browsers show without running anything. */
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const

const side = z.int().check(z.minimum(1), z.maximum(MAX_PICTURE_SIDE))

/** A picture, which a node keeps encrypted (spec §14.10). */
export const attachmentSchema = z.strictObject({
  /** Of the ciphertext. */
  sha256: nostrHexSchema,
  /** AES-256-GCM. */
  key: nostrHexSchema,
  nonce: z.string().check(z.regex(/^[0-9a-f]{24}$/)),
  mime: z.enum(PICTURE_TYPES),
  /** Bytes of the picture. */
  size: z.int().check(z.minimum(1), z.maximum(MAX_ATTACHMENT_BYTES)),
  width: side,
  height: side,
  /** What it shows, for those who don't see it. */
  alt: line(MAX_ALT).check(z.refine(isNotBlank, 'is blank')),
})
export type Attachment = z.infer<typeof attachmentSchema>

const attachments = z.array(attachmentSchema).check(
  z.minLength(1),
  z.maxLength(MAX_ATTACHMENTS),
  z.refine((all) => new Set(all.map(({ sha256 }) => sha256)).size === all.length, 'has one twice'),
)

export const gigRecordSchema = z.strictObject({
  v: version,
  title: line(MAX_TITLE).check(z.refine(isNotBlank, 'is blank')),
  description: text(MAX_DESCRIPTION),
  /** BCP 47. */
  language: z.optional(
    z.string().check(z.maxLength(MAX_LANGUAGE_BYTES), z.regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/)),
  ),
})
export type GigRecord = z.infer<typeof gigRecordSchema>

export const workRecordSchema = z.strictObject({
  v: version,
  text: text(MAX_WORK).check(z.refine(isNotBlank, 'is blank')),
  attachments: z.optional(attachments),
})
export type WorkRecord = z.infer<typeof workRecordSchema>

export const commentRecordSchema = z
  .strictObject({ v: version, text: text(MAX_COMMENT), attachments: z.optional(attachments) })
  // A picture says enough.
  .check(
    z.refine((comment) => comment.attachments !== undefined || isNotBlank(comment.text), {
      path: ['text'],
      error: 'is blank',
    }),
  )
export type CommentRecord = z.infer<typeof commentRecordSchema>

export const profileRecordSchema = z.strictObject({
  v: version,
  name: line(MAX_PROFILE_NAME).check(z.refine(isNotBlank, 'is blank')),
  about: text(MAX_PROFILE_ABOUT),
  picture: z.optional(attachmentSchema),
})
export type ProfileRecord = z.infer<typeof profileRecordSchema>

export type RecordContent =
  | { readonly kind: typeof RecordKind.Gig; readonly content: GigRecord }
  | { readonly kind: typeof RecordKind.Work; readonly content: WorkRecord }
  | { readonly kind: typeof RecordKind.Comment; readonly content: CommentRecord }
  | { readonly kind: typeof RecordKind.Profile; readonly content: ProfileRecord }

/** A record's kind with its content; strict, so that what is not shown is not signed. */
export const recordContentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal(RecordKind.Gig), content: gigRecordSchema }),
  z.object({ kind: z.literal(RecordKind.Work), content: workRecordSchema }),
  z.object({ kind: z.literal(RecordKind.Comment), content: commentRecordSchema }),
  z.object({ kind: z.literal(RecordKind.Profile), content: profileRecordSchema }),
])
