import { gigsAbi } from '@distributed-town/protocol'
import { encodeFunctionData } from 'viem'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseGigId } from '../input.ts'
import type { Town } from '../town.ts'

/**
 * Lets a gig unrated for 14 days count as rated at the taker's present level (spec §4.9). Anyone may.
 *
 * @throws TownError before sending: INVALID_ID; from the contract: UnknownGig, WrongState, TooEarly; as `forward`.
 */
export const rateByDefault = async (
  town: Town,
  { identity, gigId }: { readonly identity: Identity; readonly gigId: bigint },
): Promise<Done> => {
  const data = encodeFunctionData({ abi: gigsAbi, functionName: 'rateByDefault', args: [parseGigId(gigId)] })
  return await forward(town, { identity, to: 'gigs', data })
}
