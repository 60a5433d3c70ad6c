import { acceptRequest, type SignedCode } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'
import { gigKeys } from './gig-keys.ts'

/** The creator gives the gig to the neighbour who made the code. */
export const acceptRequestFlow: Flow<{ readonly code: SignedCode }, Awaited<ReturnType<typeof acceptRequest>>> = {
  run: ({ town, identity }, { code }) => acceptRequest(town, { identity: identity(), gigId: code.gigId, code }),
  outdates: ({ code }) => gigKeys(code.gigId),
}
