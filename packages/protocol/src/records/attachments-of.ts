import { RecordKind } from './kinds.ts'
import type { Attachment, RecordContent } from './schemas.ts'

// Apart from what encrypts them, so that who reads records only does not load it.

/** The pictures that a record shows. */
export const attachmentsOf = (record: RecordContent): readonly Attachment[] => {
  switch (record.kind) {
    case RecordKind.Work:
    case RecordKind.Comment:
      return record.content.attachments ?? []
    case RecordKind.Profile:
      return record.content.picture ? [record.content.picture] : []
    case RecordKind.Gig:
      return []
    default:
      return record satisfies never
  }
}
