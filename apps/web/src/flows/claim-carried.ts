import type { Flow } from '../lib/use-flow.ts'

/** Claims carried credits; gives what came, in base units. */
export const claimCarriedFlow: Flow<{ readonly communityId: number; readonly walletId: number }, bigint> = {
  run: async ({ town, acts, identity }) => (await acts.claimCarried(town, { identity: identity() })).amount,
  outdates: ({ communityId, walletId }) => [['wallet'], ['community', communityId], ['statement', walletId]],
}
