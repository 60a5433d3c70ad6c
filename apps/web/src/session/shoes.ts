import {
  createIdentity,
  type ExampleResident,
  getExampleKey,
  type Identity,
  keyFromHex,
  type Town,
} from '@distributed-town/sdk'

/** A resident of the example, and the keys that everybody has of them. */
export type Shoes = { readonly resident: ExampleResident; readonly identity: Identity }

export const fetchShoes = async (town: Town, owner: `0x${string}`): Promise<Shoes> => {
  const { secret, ...resident } = await getExampleKey(town, { owner })
  return { resident, identity: createIdentity(keyFromHex(secret)) }
}
