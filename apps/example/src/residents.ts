import { getCommunity, type Identity, openRecords, type Records, setProfile, type Town } from '@distributed-town/sdk'
import type { Acts } from './acts.ts'
import type { Person } from './people.ts'

/** Somebody who lives in a town and can write there. */
export type Resident = { readonly name: string; readonly identity: Identity; readonly records: Records }

/** Connects somebody to the relay, waits for the key of the town, and tells the neighbours who it is, unless they know. */
export const openResident = async (
  town: Town,
  {
    person: { name, about, identity },
    communityId,
    isKnown,
    acts,
  }: {
    readonly person: Person
    readonly communityId: number
    readonly isKnown: boolean
    readonly acts: Acts
  },
): Promise<Resident> => {
  const { epoch } = await getCommunity(town, { communityId })
  const records = await openRecords(town, { identity })
  try {
    await records.keyring.wait(communityId, epoch, KEY_WAIT_MS)
    if (!isKnown) await acts.try(() => setProfile(town, { records, name, about }))
  } catch (error) {
    records.close()
    throw error
  }
  return { name, identity, records }
}

/** All of a town come at once. */
const KEY_WAIT_MS = 120_000
