import type { CodeText } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'

/** Makes the code by which somebody asks for a gig. Nothing is sent. */
export const requestGigFlow: Flow<{ readonly gigId: bigint }, CodeText> = {
  run: ({ town, acts, identity }, { gigId }) => acts.requestGig(town, { identity: identity(), gigId }),
}
