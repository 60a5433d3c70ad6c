import { type Attachment, communityIdOf, RecordKind } from '@distributed-town/protocol'
import type { Hex } from 'viem'
import { parseGigId } from '../input.ts'
import { getGig } from '../queries/get-gig.ts'
import type { Town } from '../town.ts'
import type { Records } from './open-records.ts'
import { publishRecord } from './publish-record.ts'
import { textContent } from './text-content.ts'

/**
 * Writes a comment on a gig for the members of its community.
 *
 * @param options.text 1 … 2,000 characters; 0 with attachments. @param options.attachments At most 4 pictures (`uploadAttachment`).
 * @throws TownError INVALID_ID, NOT_FOUND; as `publishRecord`.
 */
export const writeComment = async (
  town: Town,
  {
    records,
    gigId,
    text,
    attachments = [],
  }: {
    readonly records: Records
    readonly gigId: bigint
    readonly text: string
    readonly attachments?: readonly Attachment[]
  },
): Promise<{ readonly recordId: Hex }> => {
  const { record: gigRecord } = await getGig(town, { gigId: parseGigId(gigId) })
  const communityId = communityIdOf(gigId)
  return await publishRecord(town, {
    records,
    communityId,
    gigRecord,
    kind: RecordKind.Comment,
    content: textContent({ text, attachments }),
  })
}
