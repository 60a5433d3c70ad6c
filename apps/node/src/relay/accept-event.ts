import type { NostrEvent } from '@distributed-town/protocol'
import { deleteOrphans } from '../db/town/attachments.ts'
import { findRecord, insertDeletion, insertWrap } from '../db/town/records.ts'
import type { ThreadInsertion, ThreadRecord } from '../db/town/thread-records.ts'
import type { UsedUp } from '../db/town/usage.ts'
import type { Node } from '../node.ts'
import { checkShape, isTimely, type KeptEvent } from './check-event.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Limits } from './limits.ts'
import { formatRefusal, type RefusalCode } from './refusals.ts'
import type { Verifier } from './verifier.ts'

/** Who may read an event: those who live in a community, or the owner of a mailbox. */
export type Audience = { readonly communityId: number } | { readonly recipient: string }

export type Acceptance = {
  readonly accepted: boolean
  /** For the sender (NIP-01). */
  readonly reason: string
  /** Of an event that wasn't here before. */
  readonly audience?: Audience
  /** Id or signature are wrong. */
  readonly isForged?: boolean
}

/** What events are kept with. */
export type Keeping = Pick<Node, 'db' | 'bus' | 'clock'> & {
  readonly verifier: Verifier
  readonly writeThreadRecord: GroupCommit<ThreadRecord, ThreadInsertion>
  readonly limits: Limits
}

/** Keeps an event of a client, or says why not. An event that was kept before is accepted again. */
export const acceptEvent = async (
  keeping: Keeping,
  {
    event,
    keys,
  }: {
    event: NostrEvent
    /** What the connection that it comes from is authenticated for. */
    keys: readonly string[]
  },
): Promise<Acceptance> => {
  const shape = checkShape(event)
  if (typeof shape === 'string') return refuse(shape)
  const flaw = await keeping.verifier.verify(event)
  if (flaw) return { ...refuse(flaw), isForged: true }
  const receivedAt = Math.floor(keeping.clock() / 1000)
  const late = refuseByTime({ event, shape, now: receivedAt })
  // Before the rules that time can change: who repeats a message because the answer got lost is told that it arrived. Of a record this is
  // found out by the statement that writes it.
  if (late || shape.type !== 'record') {
    const known = await findRecord(keeping, { id: event.id })
    if (known) return known.deleted ? refuse('DELETED') : DUPLICATE
  }
  if (late) return refuse(late)
  const acceptance = await keep(keeping, { event, shape, keys, receivedAt })
  if (acceptance.audience && 'communityId' in acceptance.audience) {
    keeping.bus.emit({ type: 'record', id: event.id, kind: event.kind, communityId: acceptance.audience.communityId })
  }
  return acceptance
}

const refuseByTime = ({
  event,
  shape,
  now,
}: {
  event: NostrEvent
  shape: KeptEvent
  now: number
}): RefusalCode | undefined => {
  if (!isTimely(event, now)) return 'CREATED_AT_OUT_OF_RANGE'
  if (shape.type === 'wrap' && shape.expiresAt !== undefined && shape.expiresAt <= now) return 'EXPIRED'
  return undefined
}

const keep = async (
  keeping: Keeping,
  {
    event,
    shape,
    keys,
    receivedAt,
  }: { event: NostrEvent; shape: KeptEvent; keys: readonly string[]; receivedAt: number },
): Promise<Acceptance> => {
  const { limits: quotas } = keeping
  switch (shape.type) {
    case 'record': {
      const { communityId, epoch } = shape.tags
      const result = await keeping.writeThreadRecord({ event, communityId, epoch })
      if (typeof result === 'object') return refuse('OTHER_EPOCH', `the present one is ${result.epoch}`)
      switch (result) {
        case 'stored':
          return stored({ communityId })
        case 'duplicate':
          return DUPLICATE
        case 'deleted':
          return refuse('DELETED')
        case 'notAMember':
          return refuse('NOT_A_MEMBER')
        default:
          return refuse(quotaRefusals[result])
      }
    }
    case 'wrap': {
      const { recipient, expiresAt } = shape
      // The key that signs a wrap is made for it alone and says nothing of who sends it.
      if (keys.length === 0) return refuse('AUTH_REQUIRED')
      const result = await insertWrap(keeping, { event, recipient, senders: keys, expiresAt, receivedAt, quotas })
      switch (result) {
        case 'stored':
          return stored({ recipient })
        case 'duplicate':
          return DUPLICATE
        case 'unknownRecipient':
          return refuse('UNKNOWN_RECIPIENT')
        case 'noWallet':
          return refuse('NO_WALLET')
        case 'shareUsed':
          return refuse('SHARE_USED')
        default:
          return refuse(quotaRefusals[result])
      }
    }
    case 'deletion': {
      const deletion = await insertDeletion(keeping, { event, ids: shape.ids, receivedAt, quotas })
      if ('attachments' in deletion && deletion.attachments.length > 0) {
        await deleteOrphans(keeping, {
          communityId: deletion.communityId,
          hashes: deletion.attachments,
          now: receivedAt,
        })
      }
      switch (deletion.result) {
        case 'stored':
          return stored({ communityId: deletion.communityId })
        case 'emptied':
          return { accepted: true, reason: '' }
        case 'duplicate':
          return DUPLICATE
        case 'nothingToDelete':
          return refuse('NOTHING_TO_DELETE')
        case 'severalCommunities':
          return refuse('SEVERAL_TOWNS')
        case 'inUse':
          return refuse('RECORD_IN_USE')
        default:
          return refuse(quotaRefusals[deletion.result])
      }
    }
    default:
      return shape satisfies never
  }
}

const quotaRefusals: Readonly<Record<UsedUp, RefusalCode>> = {
  author: 'TOO_MANY_RECORDS',
  townDay: 'TOWN_DAY_USED',
  town: 'TOWN_FULL',
  mailbox: 'MAILBOX_FULL',
  relay: 'RELAY_FULL',
}

const DUPLICATE: Acceptance = { accepted: true, reason: 'duplicate: the event is kept already' }

const stored = (audience: Audience): Acceptance => ({ accepted: true, reason: '', audience })

const refuse = (code: RefusalCode, detail?: string): Acceptance => ({
  accepted: false,
  reason: formatRefusal(code, detail),
})
