import { changeSkills, type Done, type SkillChoice } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'

/** Replaces the active skills. */
export const changeSkillsFlow: Flow<{ readonly communityId: number; readonly skills: readonly SkillChoice[] }, Done> = {
  run: ({ town, identity }, { skills }) => changeSkills(town, { identity: identity(), skills }),
  outdates: ({ communityId }) => [['wallet'], ['community', communityId], ['communities']],
}
