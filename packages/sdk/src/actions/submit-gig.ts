import { type Attachment, communityIdOf, gigsAbi, RecordKind } from '@distributed-town/protocol'
import { encodeFunctionData, type Hex } from 'viem'
import { type Done, forward } from '../forward.ts'
import { parseGigId } from '../input.ts'
import { getGig } from '../queries/get-gig.ts'
import type { Records } from '../records/open-records.ts'
import { publishRecord } from '../records/publish-record.ts'
import { textContent } from '../records/text-content.ts'
import type { Town } from '../town.ts'
import { wrongState } from '../wrong-state.ts'

/**
 * The taker submits work: writes its record to the thread, then names it on the gig (spec §4.2.6).
 *
 * @param options.text What was done, 1 … 5,000 characters. @param options.attachments At most 4 pictures of it (`uploadAttachment`).
 * @throws TownError before sending: INVALID_ID, NOT_FOUND, WrongState, RECORD_INVALID, EPOCH_KEY_MISSING, RELAY_REFUSED, RELAY_TIMEOUT;
 * from the contract: NotParty; as `forward`.
 */
export const submitGig = async (
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
): Promise<Done & { readonly work: Hex }> => {
  const gig = await getGig(town, { gigId: parseGigId(gigId) })
  if (gig.state !== 'Taken') throw wrongState(gig)
  const { recordId } = await publishRecord(town, {
    records,
    communityId: communityIdOf(gigId),
    gigRecord: gig.record,
    kind: RecordKind.Work,
    content: textContent({ text, attachments }),
  })
  const data = encodeFunctionData({ abi: gigsAbi, functionName: 'submitGig', args: [gigId, recordId] })
  const done = await forward(town, { identity: records.identity, to: 'gigs', data })
  return { ...done, work: recordId }
}
