import type { CodeText } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'

/** Makes the code by which the taker agrees that the gig is completed. Nothing is sent. */
export const signCompletionFlow: Flow<{ readonly gigId: bigint }, CodeText> = {
  run: ({ town, acts, identity }, { gigId }) => acts.signCompletion(town, { identity: identity(), gigId }),
}
