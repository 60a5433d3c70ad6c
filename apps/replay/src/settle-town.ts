import {
  createAndFound,
  createAndJoin,
  createIdentity,
  getCommunity,
  type Identity,
  openRecords,
  type Town,
  type TownErrorCode,
} from '@distributed-town/sdk'
import type { Acts, Attempt } from './acts.ts'
import { TEMPLATE } from './kinds-of-work.ts'
import type { TownPlan } from './plan-town.ts'
import type { Resident } from './work.ts'

/** A person of the plan: the wallet in the new town, or why there is none. */
export type Settler = { readonly identity: Identity } & Attempt<{ readonly walletId: number }>

export type Settlement =
  | { readonly communityId: number; readonly settlers: readonly Settler[]; readonly refused?: never }
  | { readonly refused: TownErrorCode }

/** The first person of the plan founds the town, the others join it. */
export const settleTown = async (
  town: Town,
  { plan: { town: number, residents }, acts }: { readonly plan: TownPlan; readonly acts: Acts },
): Promise<Settlement> => {
  const people = residents.map(({ skills }) => ({ skills, identity: createIdentity(town.random(32)) }))
  const [founder, ...others] = people
  if (!founder) return { refused: 'NotMember' }
  const charter = {
    template: TEMPLATE,
    name: `Replayed town ${number}`,
    purpose: 'What real neighbours did, once more.',
  }
  const founding = await acts.try(() => createAndFound(town, { ...founder, ...charter }))
  if (founding.refused !== undefined) return { refused: founding.refused }
  const { communityId } = founding.result
  const settle = async (person: (typeof people)[number]): Promise<Settler> => ({
    identity: person.identity,
    ...(await acts.try(() => createAndJoin(town, { ...person, communityId }))),
  })
  // Who is a founding member (spec §3.9) follows from the plan; the order of the others means nothing.
  const first: Settler[] = []
  for (const person of others.slice(0, FOUNDING_JOINERS)) first.push(await settle(person))
  const rest = await Promise.all(others.slice(FOUNDING_JOINERS).map(settle))
  return { communityId, settlers: [{ identity: founder.identity, result: founding.result }, ...first, ...rest] }
}

/** With the founder they activate the town. */
const FOUNDING_JOINERS = 2

/** Connects people to the relay and waits until each has the key of the thread. */
export const openResidents = async (
  town: Town,
  { communityId, people }: { readonly communityId: number; readonly people: readonly Omit<Resident, 'records'>[] },
): Promise<readonly Resident[]> => {
  const { epoch } = await getCommunity(town, { communityId })
  const opened = await Promise.allSettled(
    people.map(async (person): Promise<Resident> => {
      const records = await openRecords(town, person)
      try {
        await records.keyring.wait(communityId, epoch, KEY_WAIT_MS)
      } catch (error) {
        records.close()
        throw error
      }
      return { ...person, records }
    }),
  )
  const residents = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const failure = opened.find((each) => each.status === 'rejected')
  if (!failure) return residents
  closeResidents(residents)
  throw failure.reason
}

export const closeResidents = (residents: readonly Resident[]): void => {
  for (const { records } of residents) records.close()
}

/** A busy machine wraps ten keys a second, and towns join as a whole. */
const KEY_WAIT_MS = 180_000
