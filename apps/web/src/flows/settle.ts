import type { Flow } from '../lib/use-flow.ts'

/** Moves what a wallet is owed or owes between the vault and its balance. */
export const settleFlow: Flow<{ readonly communityId: number; readonly walletId: number }, void> = {
  run: async ({ town, acts, identity }, { walletId }) => {
    await acts.settle(town, { identity: identity(), walletId })
  },
  outdates: ({ communityId, walletId }) => [['wallet'], ['community', communityId], ['statement', walletId]],
}
