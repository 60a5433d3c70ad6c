import { submitGig } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'
import { gigKeys } from './gig-keys.ts'

/** The taker tells what was done, for the neighbours to read, and hands the gig in. Steps: keys, submit. */
export const submitGigFlow: Flow<
  { readonly gigId: bigint; readonly text: string },
  Awaited<ReturnType<typeof submitGig>>
> = {
  run: async ({ town, records, step }, { gigId, text }) => {
    step('keys')
    const opened = await records()
    step('submit')
    return await submitGig(town, { records: opened, gigId, text })
  },
  outdates: ({ gigId }) => gigKeys(gigId),
}
