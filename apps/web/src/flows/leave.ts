import type { Done } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'
import { gigsToCancel } from './gigs-to-cancel.ts'

/** Leaves the town; own gigs that nobody took are cancelled on the way. */
export const leaveFlow: Flow<{ readonly walletId: number; readonly communityId: number }, Done> = {
  run: async ({ town, acts, identity }, { walletId }) => {
    return await acts.leave(town, { identity: identity(), gigsToCancel: await gigsToCancel(town, walletId) })
  },
  outdates: ({ communityId }) => [['wallet'], ['wallet-gigs'], ['community', communityId], ['communities']],
}
