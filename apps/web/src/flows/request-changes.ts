import type { Done } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'
import { gigKeys } from './gig-keys.ts'

/** The creator asks for changes to the submitted work. */
export const requestChangesFlow: Flow<{ readonly gigId: bigint }, Done> = {
  run: ({ town, acts, identity }, { gigId }) => acts.requestChanges(town, { identity: identity(), gigId }),
  outdates: ({ gigId }) => gigKeys(gigId),
}
