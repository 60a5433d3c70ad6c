import { gigsAbi } from '@distributed-town/protocol'
import { encodeFunctionData } from 'viem'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseGigId } from '../input.ts'
import type { Town } from '../town.ts'

/**
 * Takes an overdue gig back while nothing was ever submitted: its creator after the deadline, anyone 30 days later (spec §4.2.7).
 *
 * @throws TownError before sending: INVALID_ID; from the contract: UnknownGig, WrongState, TooEarly, WorkSubmitted; as `forward`.
 */
export const reclaimGig = async (
  town: Town,
  { identity, gigId }: { readonly identity: Identity; readonly gigId: bigint },
): Promise<Done> => {
  const data = encodeFunctionData({ abi: gigsAbi, functionName: 'reclaimGig', args: [parseGigId(gigId)] })
  return await forward(town, { identity, to: 'gigs', data })
}
