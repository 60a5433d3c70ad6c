import { communityIdOf } from '@distributed-town/protocol'
import type { References } from '../db/chain/working-set.ts'
import type { ChainEvent } from './decode.ts'

/** Which rows the events name. What these rows lead to is loaded with them. */
export const referencesOf = (events: readonly ChainEvent[]): References => {
  const [communities, owners] = [new Set<`0x${string}`>(), new Set<`0x${string}`>()]
  const [communityIds, walletIds, gigIds] = [new Set<number>(), new Set<number>(), new Set<bigint>()]
  for (const event of events) {
    if (event.contract === 'community') {
      communities.add(event.address)
      if (event.name === 'Transfer') owners.add(event.args.from).add(event.args.to)
    }
    if ('communityId' in event.args) communityIds.add(event.args.communityId)
    if ('walletId' in event.args) walletIds.add(event.args.walletId)
    if ('creator' in event.args) walletIds.add(event.args.creator)
    if ('taker' in event.args) walletIds.add(event.args.taker)
    if ('tokenId' in event.args) walletIds.add(Number(event.args.tokenId))
    if ('gigId' in event.args) {
      gigIds.add(event.args.gigId)
      communityIds.add(communityIdOf(event.args.gigId))
    }
  }
  return {
    communities: [...communities],
    communityIds: [...communityIds],
    owners: [...owners],
    walletIds: [...walletIds],
    gigIds: [...gigIds],
  }
}
