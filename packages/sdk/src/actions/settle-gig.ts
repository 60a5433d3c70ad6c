import { gigsAbi } from '@distributed-town/protocol'
import { encodeFunctionData } from 'viem'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseGigId } from '../input.ts'
import type { Town } from '../town.ts'

/**
 * Ends a gig after a first submission with half of the escrow for each (spec §4.2.8, §4.2.12).
 *
 * @throws TownError before sending: INVALID_ID; from the contract: UnknownGig, WrongState, TooEarly, NothingSubmitted; as `forward`.
 */
export const settleGig = async (
  town: Town,
  { identity, gigId }: { readonly identity: Identity; readonly gigId: bigint },
): Promise<Done> => {
  const data = encodeFunctionData({ abi: gigsAbi, functionName: 'settleGig', args: [parseGigId(gigId)] })
  return await forward(town, { identity, to: 'gigs', data })
}
