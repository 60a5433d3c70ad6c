import { rateGig } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'
import { gigKeys } from './gig-keys.ts'

/** The creator rates the taker's skill. */
export const rateGigFlow: Flow<
  { readonly gigId: bigint; readonly rating: number },
  Awaited<ReturnType<typeof rateGig>>
> = {
  run: ({ town, identity }, { gigId, rating }) => rateGig(town, { identity: identity(), gigId, rating }),
  outdates: ({ gigId }) => gigKeys(gigId),
}
