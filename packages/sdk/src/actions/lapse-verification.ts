import { gigsAbi } from '@distributed-town/protocol'
import { encodeFunctionData } from 'viem'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseGigId } from '../input.ts'
import type { Town } from '../town.ts'

/**
 * Ends the waiting for a verification that was not answered (spec §4.2.5, §4.2.11). Anyone may.
 *
 * @throws TownError before sending: INVALID_ID; from the contract: UnknownGig, WrongState, TooEarly; as `forward`.
 */
export const lapseVerification = async (
  town: Town,
  { identity, gigId }: { readonly identity: Identity; readonly gigId: bigint },
): Promise<Done> => {
  const data = encodeFunctionData({ abi: gigsAbi, functionName: 'lapseVerification', args: [parseGigId(gigId)] })
  return await forward(town, { identity, to: 'gigs', data })
}
