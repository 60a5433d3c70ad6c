import { communityIdOf } from '@distributed-town/sdk'
import type { QueryKey } from '@tanstack/react-query'

/**
 * What is old after an act on a gig. The act itself is verified by the SDK: it resolves when the act is mined and the node's answers show it,
 * so what is read again is the new state.
 */
export const gigKeys = (gigId: bigint): readonly QueryKey[] => {
  const communityId = communityIdOf(gigId)
  return [
    ['gig', String(gigId)],
    ['gigs', communityId],
    ['wallet-gigs'],
    ['wallet'],
    ['community', communityId],
    ['statement'],
  ]
}
