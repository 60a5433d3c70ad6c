import type { Done } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'
import { gigKeys } from './gig-keys.ts'

/** Ends a gig that is stuck, half of the credits for each. */
export const settleGigFlow: Flow<{ readonly gigId: bigint }, Done> = {
  run: ({ town, acts, identity }, { gigId }) => acts.settleGig(town, { identity: identity(), gigId }),
  outdates: ({ gigId }) => gigKeys(gigId),
}
