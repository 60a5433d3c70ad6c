import type { Done, SkillChoice } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'

/** Replaces the active skills. */
export const changeSkillsFlow: Flow<{ readonly communityId: number; readonly skills: readonly SkillChoice[] }, Done> = {
  run: ({ town, acts, identity }, { skills }) => acts.changeSkills(town, { identity: identity(), skills }),
  outdates: ({ communityId }) => [['wallet'], ['community', communityId], ['communities']],
}
