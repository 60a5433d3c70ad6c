import { TownError } from '../errors.ts'
import { RecordKind } from './kinds.ts'

/** What the tags of a record say. */
export type RecordTags = {
  readonly communityId: number
  /** Key epoch that the content is encrypted in (spec §14.4), from 1. */
  readonly epoch: number
  /** Nostr id of the gig's record, for a work or a comment. */
  readonly gigRecord: string | undefined
}

const MAX_UINT32 = 2 ** 32 - 1

export const toRecordTags = ({ communityId, epoch, gigRecord }: RecordTags): string[][] => [
  ['h', String(communityId)],
  ['epoch', String(epoch)],
  ...(gigRecord === undefined ? [] : [['e', gigRecord]]),
]

/** Reads the tags of a record, strictly: each once, no others. Throws NOT_A_RECORD. */
export const fromRecordTags = ({
  kind,
  tags,
}: {
  readonly kind: number
  readonly tags: readonly (readonly string[])[]
}): RecordTags => {
  const values = new Map(tags.map((tag) => [tag[0], tag[1]]))
  const communityId = toId(values.get('h'))
  const epoch = toId(values.get('epoch'))
  const gigRecord = values.get('e')
  const needsGig = kind === RecordKind.Work || kind === RecordKind.Comment
  const isStrict =
    values.size === tags.length && tags.every((tag) => tag.length === 2) && tags.length === (needsGig ? 3 : 2)
  const isGigRight = needsGig ? gigRecord !== undefined && /^[0-9a-f]{64}$/.test(gigRecord) : gigRecord === undefined
  if (communityId === undefined || epoch === undefined || !isStrict || !isGigRight) throw new TownError('NOT_A_RECORD')
  return { communityId, epoch, gigRecord }
}

const toId = (text: string | undefined) => {
  if (text === undefined || !/^[1-9]\d{0,9}$/.test(text)) return undefined
  const id = Number(text)
  return id <= MAX_UINT32 ? id : undefined
}
