import type { SignedCode } from '@distributed-town/sdk'
import type { Acts, Flow } from '../lib/use-flow.ts'
import { gigKeys } from './gig-keys.ts'

/** The creator gives the gig to the neighbour who made the code. */
export const acceptRequestFlow: Flow<{ readonly code: SignedCode }, Awaited<ReturnType<Acts['acceptRequest']>>> = {
  run: ({ town, acts, identity }, { code }) =>
    acts.acceptRequest(town, { identity: identity(), gigId: code.gigId, code }),
  outdates: ({ code }) => gigKeys(code.gigId),
}
