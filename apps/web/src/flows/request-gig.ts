import { type CodeText, requestGig } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'

/** Makes the code by which somebody asks for a gig. Nothing is sent. */
export const requestGigFlow: Flow<{ readonly gigId: bigint }, CodeText> = {
  run: ({ town, identity }, { gigId }) => requestGig(town, { identity: identity(), gigId }),
}
