import type { Done, SkillChoice } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'
import { gigsToCancel } from './gigs-to-cancel.ts'

export type RelocateInput = {
  readonly walletId: number
  readonly from: number
  readonly to: number
  /** None where both towns are of one kind. */
  readonly skills: readonly SkillChoice[]
}

/** Moves to another town in one step. */
export const relocateFlow: Flow<RelocateInput, Done> = {
  run: async ({ town, acts, identity }, { walletId, to, skills }) => {
    const cancelled = await gigsToCancel(town, walletId)
    return await acts.relocate(town, { identity: identity(), communityId: to, skills, gigsToCancel: cancelled })
  },
  outdates: ({ from, to }) => [['wallet'], ['wallet-gigs'], ['community', from], ['community', to], ['communities']],
}
