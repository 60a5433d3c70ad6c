import type { Done } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'
import { gigKeys } from './gig-keys.ts'

/** The taker gives up; the gig is open again. */
export const giveUpGigFlow: Flow<{ readonly gigId: bigint }, Done> = {
  run: ({ town, acts, identity }, { gigId }) => acts.giveUpGig(town, { identity: identity(), gigId }),
  outdates: ({ gigId }) => gigKeys(gigId),
}
