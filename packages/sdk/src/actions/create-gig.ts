import { gigsAbi, RecordKind, TownError } from '@distributed-town/protocol'
import { encodeFunctionData, type Hex, parseEventLogs } from 'viem'
import { type Done, forward } from '../forward.ts'
import { parseCommitment, parseDuration, parseSkill } from '../input.ts'
import { listLogs } from '../queries/list-logs.ts'
import type { Records } from '../records/open-records.ts'
import { publishRecord } from '../records/publish-record.ts'
import type { Town } from '../town.ts'
import { getResident } from './get-resident.ts'

/**
 * Creates a gig in the identity's community: writes its record to the thread, encrypted for the members, then puts
 * commitment × value of the skill into escrow (spec §4.1).
 *
 * @param options.commitment 1 … 10. @param options.durationDays 1 … 90. @param options.title 1 … 120 characters, one line.
 * @param options.description 0 … 5,000 characters. @param options.language BCP 47 tag.
 * @throws TownError before sending: UNKNOWN_SKILL, CommitmentRange, DurationRange, NoWallet, NoCommunity, RECORD_INVALID,
 * EPOCH_KEY_MISSING, RELAY_REFUSED, RELAY_TIMEOUT; from the contract: CommunityInactive, NotValidated, NotSpendable, ForeignSkill,
 * TooManyOpenGigs, TooManyEngagements, RatingsDue; as `forward`.
 */
export const createGig = async (
  town: Town,
  {
    records,
    skill,
    commitment,
    durationDays,
    title,
    description = '',
    language,
  }: {
    readonly records: Records
    readonly skill: number
    readonly commitment: number
    readonly durationDays: number
    readonly title: string
    readonly description?: string | undefined
    readonly language?: string | undefined
  },
): Promise<Done & { readonly gigId: bigint; readonly record: Hex }> => {
  const terms = {
    skill: parseSkill(skill),
    commitment: parseCommitment(commitment),
    durationDays: parseDuration(durationDays),
  }
  const { identity } = records
  const { communityId } = await getResident(town, { identity })
  const content = { v: 1, title, description, ...(language !== undefined && { language }) } as const
  const { recordId } = await publishRecord(town, { records, communityId, kind: RecordKind.Gig, content })
  const data = encodeFunctionData({
    abi: gigsAbi,
    functionName: 'createGig',
    args: [terms.skill, terms.commitment, recordId, terms.durationDays, NO_PROJECT],
  })
  const done = await forward(town, { identity, to: 'gigs', data })
  const logs = await listLogs(town, { ...done, signer: identity.owner.address })
  const [event] = parseEventLogs({ abi: gigsAbi, eventName: 'GigCreated', logs })
  if (!event) throw new TownError('HTTP_UNEXPECTED', { transactionHash: done.transactionHash })
  return { ...done, gigId: event.args.gigId, record: recordId }
}

/** Projects are not built yet (spec §8). */
const NO_PROJECT = 0
