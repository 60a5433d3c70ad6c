import { getCommunityPulse, getNetworkPulse, type Town } from '@distributed-town/sdk'
import { queryOptions } from '@tanstack/react-query'
import { NETWORK_EVERY_MS } from './queries.ts'

// Apart from the other reads, which come with the first page.

/** Days that the figures are of. */
export const PULSE_DAYS = 30

const days = PULSE_DAYS

/** How a town fares; read anew with it. */
export const communityPulseQuery = (town: Town, communityId: number) =>
  queryOptions({
    queryKey: ['community', communityId, 'pulse'],
    queryFn: () => getCommunityPulse(town, { communityId, days }),
  })

/** How all towns fare; read anew with the network. */
export const networkPulseQuery = (town: Town) =>
  queryOptions({
    queryKey: ['network', 'pulse'],
    queryFn: () => getNetworkPulse(town, { days }),
    refetchInterval: ({ state }) => state.isInvalidated && NETWORK_EVERY_MS,
  })
