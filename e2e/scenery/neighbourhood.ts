import {
  createAndFound,
  createAndJoin,
  createTown,
  getCommunity,
  type SkillChoice,
  setProfile,
  type Town,
} from '@distributed-town/sdk'
import type { TestNode } from '../../apps/node/test/node.ts'
import { createPerson, type Resident, settleIn } from '../resident.ts'

/** A node whose towns have a past: its clock is behind by so much at the beginning. */
export type Neighbourhood = {
  readonly town: Town
  /** Lets days go by, for the node and for those who act. */
  readonly pass: (days: number) => void
  /** Lets all go by that are left. */
  readonly reachToday: () => void
}

export const DAY = 86_400

/**
 * @param node Started with `ahead: -days * DAY`.
 * @param days That may pass until its clock is the real one, which browsers have.
 */
export const createNeighbourhood = (
  { url, advance }: Pick<TestNode, 'url' | 'advance'>,
  { days }: { readonly days: number },
): Neighbourhood => {
  let left = days
  const pass = (passed: number) => {
    if (passed > left) throw new Error(`only ${left} days are left until today`)
    left -= passed
    advance(passed * DAY)
  }
  return {
    town: createTown({ url, clock: () => Date.now() - left * DAY * 1000 }),
    pass,
    reachToday: () => pass(left),
  }
}

export type Newcomer = {
  readonly name: string
  readonly about?: string
  readonly skills: readonly SkillChoice[]
}

export type SettledTown = { readonly communityId: number; readonly residents: readonly Resident[] }

/** A new town with these people, the first of whom founds it; each tells neighbours their name. */
export const settleTown = async (
  town: Town,
  {
    charter,
    people,
  }: {
    readonly charter: Omit<Parameters<typeof createAndFound>[1], 'identity' | 'skills'>
    readonly people: readonly [Newcomer, ...Newcomer[]]
  },
): Promise<SettledTown> => {
  const [first, ...others] = people.map((newcomer) => ({ ...newcomer, person: createPerson(town, newcomer.name) }))
  if (!first) throw new Error('a town needs somebody')
  const { communityId, walletId } = await createAndFound(town, {
    identity: first.person.identity,
    skills: first.skills,
    ...charter,
  })
  // One after another: houses and numbers are the same each time, and a slow machine is not asked for everything at once.
  const wallets = [walletId]
  for (const { person, skills } of others) {
    wallets.push((await createAndJoin(town, { identity: person.identity, communityId, skills })).walletId)
  }
  const { epoch } = await getCommunity(town, { communityId })
  const residents: Resident[] = []
  for (const [i, { person, about }] of [first, ...others].entries()) {
    const resident = await settleIn(town, { person, walletId: wallets[i] ?? 0, communityId, epoch })
    await setProfile(town, { records: resident.records, name: person.name, about })
    residents.push(resident)
  }
  return { communityId, residents }
}
