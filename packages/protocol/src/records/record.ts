import { TownError } from '../errors.ts'
import { attachmentsOf } from './attachments-of.ts'
import { toNostrHex } from './hex.ts'
import { type RecordContent, recordContentSchema } from './schemas.ts'
import { fromRecordTags, type RecordTags, toRecordTags } from './tags.ts'

/** A record in the clear, before it is sealed. */
export type RecordTemplate = RecordContent & {
  readonly tags: readonly (readonly string[])[]
  /** Seconds. */
  readonly createdAt: number
}

export type RecordParameters = RecordContent &
  Pick<RecordTags, 'communityId' | 'epoch'> & {
    /** Id of the gig's record, in either form of hex; for a work or a comment. */
    readonly gigRecord?: string | undefined
    /** Seconds. */
    readonly createdAt: number
  }

/** A valid record with its tags. Throws RECORD_INVALID, and NOT_A_RECORD when the gig is missing or out of place. */
export const recordTemplate = (parameters: RecordParameters): RecordTemplate => {
  const { kind, communityId, epoch, createdAt } = parameters
  const gigRecord = parameters.gigRecord === undefined ? undefined : toNostrHex(parameters.gigRecord)
  const content = parseRecordContent(parameters)
  const attachments = attachmentsOf(content).map(({ sha256 }) => sha256)
  const tags = toRecordTags({ communityId, epoch, gigRecord, attachments })
  fromRecordTags({ kind, tags })
  return { ...content, tags, createdAt }
}

/** Validates the content of a record. Throws RECORD_INVALID with the paths that are wrong. */
export const parseRecordContent = ({
  kind,
  content,
}: {
  readonly kind: number
  readonly content: unknown
}): RecordContent => {
  const { success, data, error } = recordContentSchema.safeParse({ kind, content })
  if (success) return data
  const fields = error.issues.map(({ path, message }) => ({ path: path.slice(1).join('.'), message }))
  throw new TownError('RECORD_INVALID', { fields }, { cause: error })
}
