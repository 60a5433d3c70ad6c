import type { SkillChoice, Wallet } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'

export type JoinInput = {
  /** null: it is created on the way. */
  readonly wallet: Wallet | null
  readonly communityId: number
  /** None where the wallet keeps those it has. */
  readonly skills: readonly SkillChoice[]
}

/** Joins a town, with a new Skill Wallet for newcomers. */
export const joinFlow: Flow<JoinInput, { readonly communityId: number }> = {
  run: async ({ town, acts, identity }, { wallet, communityId, skills }) => {
    const joining = { identity: identity(), communityId, skills }
    await (wallet ? acts.join(town, joining) : acts.createAndJoin(town, joining))
    return { communityId }
  },
  outdates: (_, { communityId }) => [['wallet'], ['community', communityId], ['communities']],
}
