import { createAndFound, createAndJoin, type Identity, type TownErrorCode } from '@distributed-town/sdk'
import type { Acts, Attempt } from './acts.ts'
import { TEMPLATE } from './kinds-of-work.ts'
import type { TownPlan } from './plan-town.ts'

/** A person of the plan: the wallet in the new town, or why there is none. */
export type Settler = { readonly identity: Identity } & Attempt<{ readonly walletId: number }>

export type Settlement =
  | { readonly communityId: number; readonly settlers: readonly Settler[]; readonly refused?: never }
  | { readonly refused: TownErrorCode }

/** The first person of the plan founds the town, the others join it. */
export const settleTown = async ({
  plan: { town: number, residents },
  identityOf,
  acts,
}: {
  readonly plan: TownPlan
  /** Of the person at a place in the plan. */
  readonly identityOf: (place: number) => Identity
  readonly acts: Acts
}): Promise<Settlement> => {
  const [founder, ...others] = residents.map(({ skills }, place) => ({ skills, identity: identityOf(place) }))
  if (!founder) return { refused: 'NotMember' }
  const charter = {
    template: TEMPLATE,
    name: `Replayed town ${number}`,
    purpose: 'What real neighbours did, once more.',
  }
  const founding = await acts.try('createAndFound 0', (town) => createAndFound(town, { ...founder, ...charter }))
  if (founding.refused !== undefined) return { refused: founding.refused }
  const { communityId } = founding.result
  const settle = async (person: typeof founder, index: number): Promise<Settler> => ({
    identity: person.identity,
    ...(await acts.try(`createAndJoin ${index + 1}`, (town) => createAndJoin(town, { ...person, communityId }))),
  })
  // Who is a founding member (spec §3.9) follows from the plan; the order of the others means nothing.
  const first: Settler[] = []
  for (const [index, person] of others.slice(0, FOUNDING_JOINERS).entries()) first.push(await settle(person, index))
  const rest = await Promise.all(
    others.slice(FOUNDING_JOINERS).map((person, index) => settle(person, FOUNDING_JOINERS + index)),
  )
  return { communityId, settlers: [{ identity: founder.identity, result: founding.result }, ...first, ...rest] }
}

/** With the founder they activate the town. */
const FOUNDING_JOINERS = 2
