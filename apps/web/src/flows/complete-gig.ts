import type { Done, SignedCode } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'
import { gigKeys } from './gig-keys.ts'

/** The creator completes the gig with the taker's code; the taker is paid. */
export const completeGigFlow: Flow<{ readonly code: SignedCode }, Done> = {
  run: ({ town, acts, identity }, { code }) =>
    acts.completeGig(town, { identity: identity(), gigId: code.gigId, code }),
  outdates: ({ code }) => gigKeys(code.gigId),
}
