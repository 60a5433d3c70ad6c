import { TownError } from '../errors.ts'
import { RecordKind } from './kinds.ts'
import { MAX_ATTACHMENTS } from './schemas.ts'

/** What the tags of a record say. */
export type RecordTags = {
  readonly communityId: number
  /** Key epoch that the content is encrypted in (spec §14.4), from 1. */
  readonly epoch: number
  /** Nostr id of the gig's record, for a work or a comment. */
  readonly gigRecord: string | undefined
  /** SHA-256 of the attachments that the record shows, so that a node knows which are still needed (spec §14.10). */
  readonly attachments: readonly string[]
}

const MAX_UINT32 = 2 ** 32 - 1

export const toRecordTags = ({ communityId, epoch, gigRecord, attachments }: RecordTags): string[][] => [
  ['h', String(communityId)],
  ['epoch', String(epoch)],
  ...(gigRecord === undefined ? [] : [['e', gigRecord]]),
  ...attachments.map((sha256) => ['x', sha256]),
]

/** Reads the tags of a record, strictly: each once but attachments, no others. Throws NOT_A_RECORD. */
export const fromRecordTags = ({
  kind,
  tags,
}: {
  readonly kind: number
  readonly tags: readonly (readonly string[])[]
}): RecordTags => {
  const attachments = tags.flatMap(([name, value]) => (name === 'x' && value !== undefined ? [value] : []))
  const single = tags.filter(([name]) => name !== 'x')
  const values = new Map(single.map((tag) => [tag[0], tag[1]]))
  const communityId = toId(values.get('h'))
  const epoch = toId(values.get('epoch'))
  const gigRecord = values.get('e')
  const needsGig = kind === RecordKind.Work || kind === RecordKind.Comment
  const isStrict =
    values.size === single.length && tags.every((tag) => tag.length === 2) && single.length === (needsGig ? 3 : 2)
  const isGigRight = needsGig ? gigRecord !== undefined && isHash(gigRecord) : gigRecord === undefined
  const areAttachmentsRight =
    attachments.length <= mostAttachments(kind) &&
    attachments.every(isHash) &&
    new Set(attachments).size === attachments.length
  if (communityId === undefined || epoch === undefined || !isStrict || !isGigRight || !areAttachmentsRight) {
    throw new TownError('NOT_A_RECORD')
  }
  return { communityId, epoch, gigRecord, attachments }
}

const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text)

const mostAttachments = (kind: number): number => {
  if (kind === RecordKind.Work || kind === RecordKind.Comment) return MAX_ATTACHMENTS
  return kind === RecordKind.Profile ? 1 : 0
}

const toId = (text: string | undefined) => {
  if (text === undefined || !/^[1-9]\d{0,9}$/.test(text)) return undefined
  const id = Number(text)
  return id <= MAX_UINT32 ? id : undefined
}
