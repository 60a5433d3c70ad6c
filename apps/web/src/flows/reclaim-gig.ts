import type { Done } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'
import { gigKeys } from './gig-keys.ts'

/** Takes an overdue gig back from its taker; it is open again. */
export const reclaimGigFlow: Flow<{ readonly gigId: bigint }, Done> = {
  run: ({ town, acts, identity }, { gigId }) => acts.reclaimGig(town, { identity: identity(), gigId }),
  outdates: ({ gigId }) => gigKeys(gigId),
}
