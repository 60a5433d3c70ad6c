import type { Done } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'
import { gigKeys } from './gig-keys.ts'

/** Rates a gig that stayed unrated at the taker's present level. */
export const rateByDefaultFlow: Flow<{ readonly gigId: bigint }, Done> = {
  run: ({ town, acts, identity }, { gigId }) => acts.rateByDefault(town, { identity: identity(), gigId }),
  outdates: ({ gigId }) => gigKeys(gigId),
}
