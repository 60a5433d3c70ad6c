import type { Done } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'
import { gigKeys } from './gig-keys.ts'

/** Completes a gig whose work nobody looked at for 14 days. */
export const completeUnreviewedFlow: Flow<{ readonly gigId: bigint }, Done> = {
  run: ({ town, acts, identity }, { gigId }) => acts.completeUnreviewed(town, { identity: identity(), gigId }),
  outdates: ({ gigId }) => gigKeys(gigId),
}
