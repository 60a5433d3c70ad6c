import type { Flow } from '../lib/use-flow.ts'

/** Applies the last re-evaluation of the town to the levels of a wallet. */
export const followFlow: Flow<{ readonly communityId: number; readonly walletId: number }, void> = {
  run: async ({ town, acts, identity }, { walletId }) => {
    await acts.follow(town, { identity: identity(), walletId })
  },
  outdates: ({ communityId, walletId }) => [['wallet'], ['community', communityId], ['statement', walletId]],
}
