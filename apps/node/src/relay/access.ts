import { DELETION_KIND, GIFT_WRAP_KIND, isRecordKind } from '@distributed-town/protocol'
import { listCommunitiesOf, listMemberKeys } from '../db/town/records.ts'
import type { Node } from '../node.ts'
import type { Audience } from './accept-event.ts'
import type { Filter } from './filters.ts'
import type { RefusalCode } from './refusals.ts'

/**
 * Why a subscription is refused as a whole: it asks for nothing but what its readers may not have. What it may have is decided again for
 * each event, in the query and at each delivery, as people come and go.
 *
 * @param options.keys What the connection is authenticated for.
 */
export const refuseReading = async (
  node: Pick<Node, 'db'>,
  { filters, keys }: { filters: readonly Filter[]; keys: readonly string[] },
): Promise<RefusalCode | undefined> => {
  if (keys.length === 0) return 'AUTH_REQUIRED'
  const communities = (await listCommunitiesOf(node, { keys })).map(String)
  for (const { kinds, tags } of filters) {
    const towns = tags.get('h')
    const mailboxes = tags.get('p')
    if (towns?.some((id) => !communities.includes(id))) return 'NOT_A_MEMBER'
    if (communities.length === 0 && kinds?.some(isThreadKind) && kinds.every(isThreadKind)) return 'NOT_A_MEMBER'
    const asksForWraps = kinds?.length === 1 && kinds[0] === GIFT_WRAP_KIND
    if (asksForWraps && mailboxes?.some((key) => !keys.includes(key))) return 'NOT_YOUR_MAILBOX'
  }
  return undefined
}

/** Keys that may have an event now. */
export const listReaders = async (node: Pick<Node, 'db'>, audience: Audience): Promise<readonly string[]> =>
  'recipient' in audience ? [audience.recipient] : listMemberKeys(node, audience)

const isThreadKind = (kind: number): boolean => isRecordKind(kind) || kind === DELETION_KIND
