import { type Done, lapseVerification } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'
import { gigKeys } from './gig-keys.ts'

/** Ends the waiting for a verification that was not answered. */
export const lapseVerificationFlow: Flow<{ readonly gigId: bigint }, Done> = {
  run: ({ town, identity }, { gigId }) => lapseVerification(town, { identity: identity(), gigId }),
  outdates: ({ gigId }) => gigKeys(gigId),
}
