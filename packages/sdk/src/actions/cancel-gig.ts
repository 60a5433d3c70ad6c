import { gigsAbi } from '@distributed-town/protocol'
import { encodeFunctionData } from 'viem'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseGigId } from '../input.ts'
import type { Town } from '../town.ts'

/**
 * Cancels a Proposed or Open gig: its creator at any time, anyone after 90 days (spec §4.2.3). The escrow returns.
 *
 * @throws TownError before sending: INVALID_ID; from the contract: UnknownGig, WrongState, TooEarly; as `forward`.
 */
export const cancelGig = async (
  town: Town,
  { identity, gigId }: { readonly identity: Identity; readonly gigId: bigint },
): Promise<Done> => {
  const data = encodeFunctionData({ abi: gigsAbi, functionName: 'cancelGig', args: [parseGigId(gigId)] })
  return await forward(town, { identity, to: 'gigs', data })
}
