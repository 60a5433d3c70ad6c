import type { Done } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'
import { gigKeys } from './gig-keys.ts'

/** Ends the waiting for a verification that was not answered. */
export const lapseVerificationFlow: Flow<{ readonly gigId: bigint }, Done> = {
  run: ({ town, acts, identity }, { gigId }) => acts.lapseVerification(town, { identity: identity(), gigId }),
  outdates: ({ gigId }) => gigKeys(gigId),
}
