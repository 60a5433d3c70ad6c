import { createIdentity, type Identity, openRecords, type Records, type Town } from '@distributed-town/sdk'

/** A person of a story: keys, and once there is a wallet, records. */
export type Person = { readonly name: string; readonly identity: Identity }
export type Resident = Person & { readonly walletId: number; readonly records: Records }

export const createPerson = (town: Pick<Town, 'random'>, name: string): Person => ({
  name,
  identity: createIdentity(town.random(32)),
})

/** The person in the town: connected to the relay, with the keys of all epochs that there are now. */
export const settleIn = async (
  town: Town,
  { person, walletId, communityId, epoch }: { person: Person; walletId: number; communityId: number; epoch: number },
): Promise<Resident> => {
  const records = await openRecords(town, { identity: person.identity })
  await records.keyring.wait(communityId, epoch, KEY_WAIT_MS)
  return { ...person, walletId, records }
}

const KEY_WAIT_MS = 15_000
