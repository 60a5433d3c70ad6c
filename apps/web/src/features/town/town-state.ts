import { type Community, MAX_MEMBERS, MIN_MEMBERS } from '@distributed-town/sdk'

/** What there is to say about the state of a town; several of them can hold at once. */
export type TownState =
  | { readonly kind: 'beginning'; readonly count: number }
  | { readonly kind: 'inactive'; readonly count: number }
  | { readonly kind: 'founding' }
  | { readonly kind: 'full' }
  | { readonly kind: 'active' }

/** The states of a town, the most important first (spec §3.6, §3.7). `count`: members that it needs to become active. */
export const townStatesOf = ({
  active,
  founding,
  members,
  score,
}: Pick<Community, 'active' | 'founding' | 'members' | 'score'>): readonly [TownState, ...TownState[]] => {
  const count = MIN_MEMBERS - members
  // A score is there from the first activation on.
  if (!active) return [{ kind: score === null ? 'beginning' : 'inactive', count }]
  const full: readonly TownState[] = members >= MAX_MEMBERS ? [{ kind: 'full' }] : []
  return [{ kind: founding ? 'founding' : 'active' }, ...full]
}
