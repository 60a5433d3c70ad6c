import type { Done } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'
import { gigKeys } from './gig-keys.ts'

/** Takes an offer back; its credits return to the creator. */
export const cancelGigFlow: Flow<{ readonly gigId: bigint }, Done> = {
  run: ({ town, acts, identity }, { gigId }) => acts.cancelGig(town, { identity: identity(), gigId }),
  outdates: ({ gigId }) => gigKeys(gigId),
}
