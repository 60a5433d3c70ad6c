import type { Acts, Flow } from '../lib/use-flow.ts'
import { gigKeys } from './gig-keys.ts'

/** The creator rates the taker's skill. */
export const rateGigFlow: Flow<
  { readonly gigId: bigint; readonly rating: number },
  Awaited<ReturnType<Acts['rateGig']>>
> = {
  run: ({ town, acts, identity }, { gigId, rating }) => acts.rateGig(town, { identity: identity(), gigId, rating }),
  outdates: ({ gigId }) => gigKeys(gigId),
}
