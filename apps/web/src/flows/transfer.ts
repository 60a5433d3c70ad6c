import type { Flow } from '../lib/use-flow.ts'

export type TransferInput = {
  readonly communityId: number
  readonly from: number
  readonly to: { readonly walletId: number; readonly owner: `0x${string}` }
  /** Base units. */
  readonly amount: bigint
}

/** Sends credits to a neighbour. Resolves when the node's books show it. */
export const transferFlow: Flow<TransferInput, void> = {
  run: async ({ town, acts, identity }, { communityId, to, amount }) => {
    await acts.transfer(town, { identity: identity(), communityId, to: to.owner, amount })
  },
  outdates: ({ communityId, from, to }) => [
    ['wallet'],
    ['community', communityId],
    ['statement', from],
    ['statement', to.walletId],
  ],
}
