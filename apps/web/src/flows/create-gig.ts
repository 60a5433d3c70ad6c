import type { Acts, Flow } from '../lib/use-flow.ts'
import { gigKeys } from './gig-keys.ts'

export type CreateGigInput = {
  readonly skill: number
  readonly commitment: number
  readonly durationDays: number
  readonly title: string
  readonly description: string
  /** Of the text, as a BCP 47 tag. */
  readonly language: string
}

/** Offers a gig: writes its text for the neighbours, then sets its credits aside. Steps: keys, offer. */
export const createGigFlow: Flow<CreateGigInput, Awaited<ReturnType<Acts['createGig']>>> = {
  run: async ({ town, acts, records, step }, input) => {
    step('keys')
    const opened = await records()
    step('offer')
    return await acts.createGig(town, { ...input, records: opened })
  },
  outdates: (_, { gigId }) => gigKeys(gigId),
}
