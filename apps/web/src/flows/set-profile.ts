import { setProfile } from '@distributed-town/sdk'
import type { Flow } from '../lib/use-flow.ts'

export type SetProfileInput = {
  readonly communityId: number
  readonly name: string
  readonly about: string
}

/** Writes name and text for the members of the town, encrypted. */
export const setProfileFlow: Flow<SetProfileInput, void> = {
  run: async ({ town, records, step }, { name, about }) => {
    step('writing')
    await setProfile(town, { records: await records(), name: name.trim(), about: about.trim() })
  },
  outdates: ({ communityId }) => [['wallet'], ['profiles', communityId]],
}
