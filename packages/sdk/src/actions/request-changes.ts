import { gigsAbi } from '@distributed-town/protocol'
import { encodeFunctionData } from 'viem'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseGigId } from '../input.ts'
import type { Town } from '../town.ts'

/**
 * The creator asks for changes, at most three times; leaves at least 7 days (spec §4.2.9).
 *
 * @throws TownError before sending: INVALID_ID; from the contract: UnknownGig, WrongState, NotParty, TooManyChanges; as `forward`.
 */
export const requestChanges = async (
  town: Town,
  { identity, gigId }: { readonly identity: Identity; readonly gigId: bigint },
): Promise<Done> => {
  const data = encodeFunctionData({ abi: gigsAbi, functionName: 'requestChanges', args: [parseGigId(gigId)] })
  return await forward(town, { identity, to: 'gigs', data })
}
