import type { NostrEvent } from '@distributed-town/protocol'
import { findRecord, insertDeletion, insertThreadRecord, insertWrap } from '../db/town/records.ts'
import type { Node } from '../node.ts'
import { checkShape, isTimely, type KeptEvent } from './check-event.ts'
import type { Limits } from './limits.ts'
import { formatRefusal, type RefusalCode } from './refusals.ts'
import { verifyEvent } from './verify-event.ts'

/** Who may read an event: those who live in a community, or the owner of a mailbox. */
export type Audience = { readonly communityId: number } | { readonly recipient: string }

export type Acceptance = {
  readonly accepted: boolean
  /** For the sender (NIP-01). */
  readonly reason: string
  /** Of an event that wasn't here before. */
  readonly audience?: Audience
}

/** Keeps an event of a client, or says why not. An event that was kept before is accepted again. */
export const acceptEvent = async (
  node: Pick<Node, 'db' | 'bus' | 'clock'>,
  {
    event,
    keys,
    limits,
  }: {
    event: NostrEvent
    /** What the connection that it comes from is authenticated for. */
    keys: readonly string[]
    limits: Limits
  },
): Promise<Acceptance> => {
  const shape = checkShape(event)
  if (typeof shape === 'string') return refuse(shape)
  const flaw = verifyEvent(event)
  if (flaw) return refuse(flaw)
  // Before the rules that time can change: who repeats a message because the answer got lost is told that it arrived.
  const known = await findRecord(node, { id: event.id })
  if (known) return known.deleted ? refuse('DELETED') : DUPLICATE
  const receivedAt = Math.floor(node.clock() / 1000)
  if (!isTimely(event, receivedAt)) return refuse('CREATED_AT_OUT_OF_RANGE')
  const acceptance = await keep(node, { event, shape, keys, receivedAt, limits })
  if (acceptance.audience && 'communityId' in acceptance.audience) {
    node.bus.emit({ type: 'record', id: event.id, kind: event.kind, communityId: acceptance.audience.communityId })
  }
  return acceptance
}

const keep = async (
  node: Pick<Node, 'db'>,
  {
    event,
    shape,
    keys,
    receivedAt,
    limits,
  }: { event: NostrEvent; shape: KeptEvent; keys: readonly string[]; receivedAt: number; limits: Limits },
): Promise<Acceptance> => {
  switch (shape.type) {
    case 'record': {
      const { communityId, epoch } = shape.tags
      const quota = limits.recordsPerDay
      const result = await insertThreadRecord(node, { event, communityId, epoch, receivedAt, quota })
      if (typeof result === 'object') return refuse('OTHER_EPOCH', `the present one is ${result.epoch}`)
      switch (result) {
        case 'stored':
          return stored({ communityId })
        case 'duplicate':
          return DUPLICATE
        case 'notAMember':
          return refuse('NOT_A_MEMBER')
        case 'quotaUsed':
          return refuse('TOO_MANY_RECORDS')
        default:
          return result satisfies never
      }
    }
    case 'wrap': {
      const { recipient } = shape
      // The key that signs a wrap is made for it alone and says nothing of who sends it.
      if (keys.length === 0) return refuse('AUTH_REQUIRED')
      const result = await insertWrap(node, {
        event,
        recipient,
        senders: keys,
        receivedAt,
        share: limits.wrapsPerSender,
        quota: limits.wrapsPerDay,
      })
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
        case 'quotaUsed':
          return refuse('MAILBOX_FULL')
        default:
          return result satisfies never
      }
    }
    case 'deletion': {
      const deletion = await insertDeletion(node, { event, ids: shape.ids, receivedAt, quota: limits.recordsPerDay })
      switch (deletion.result) {
        case 'stored':
          return stored({ communityId: deletion.communityId })
        case 'emptied':
          return { accepted: true, reason: '' }
        case 'quotaUsed':
          return refuse('TOO_MANY_RECORDS')
        case 'duplicate':
          return DUPLICATE
        case 'nothingToDelete':
          return refuse('NOTHING_TO_DELETE')
        case 'severalCommunities':
          return refuse('SEVERAL_TOWNS')
        case 'inUse':
          return refuse('RECORD_IN_USE')
        default:
          return deletion satisfies never
      }
    }
    default:
      return shape satisfies never
  }
}

const DUPLICATE: Acceptance = { accepted: true, reason: 'duplicate: the event is kept already' }

const stored = (audience: Audience): Acceptance => ({ accepted: true, reason: '', audience })

const refuse = (code: RefusalCode, detail?: string): Acceptance => ({
  accepted: false,
  reason: formatRefusal(code, detail),
})
