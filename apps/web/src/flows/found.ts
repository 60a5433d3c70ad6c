import type { CharterTexts, SkillChoice, Wallet } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'

export type FoundInput = CharterTexts & {
  /** null: it is created on the way. */
  readonly wallet: Wallet | null
  readonly template: number
  /** None where the wallet keeps those it has. */
  readonly skills: readonly SkillChoice[]
}

/** Founds a town with oneself as first member. */
export const foundFlow: Flow<FoundInput, { readonly communityId: number }> = {
  run: async ({ town, acts, identity }, { wallet, ...charter }) => {
    const founding = { identity: identity(), ...charter }
    const { communityId } = await (wallet ? acts.found(town, founding) : acts.createAndFound(town, founding))
    return { communityId }
  },
  outdates: () => [['wallet'], ['communities']],
}
