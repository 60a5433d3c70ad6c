import type { CommunityHistoryItem, GigHistoryItem } from '@distributed-town/protocol'
import type { WorkingSet } from '../../db/chain/working-set.ts'
import type { Position } from '../decode.ts'

/** What happened to a whole community. */
export const recordInCommunity = (
  set: WorkingSet,
  event: Position,
  communityId: number,
  type: CommunityHistoryItem['type'],
  data: Readonly<Record<string, unknown>>,
): void => {
  set.history.push({ ...positionOf(event), communityId, gigId: null, type, data: onWire(data) })
}

/** A step of a gig. */
export const recordInGig = (
  set: WorkingSet,
  event: Position,
  gig: { readonly id: bigint; readonly communityId: number },
  type: GigHistoryItem['type'],
  data: Readonly<Record<string, unknown>> = {},
): void => {
  set.history.push({ ...positionOf(event), communityId: gig.communityId, gigId: gig.id, type, data: onWire(data) })
}

const positionOf = ({ blockNumber, logIndex, at, txHash }: Position): Position => ({
  blockNumber,
  logIndex,
  at,
  txHash,
})

/** JSON has no bigint: as decimal strings, which is how the API shows them. */
const onWire = (data: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, typeof value === 'bigint' ? value.toString() : value]),
  )
