import { gigsAbi } from '@distributed-town/protocol'
import { encodeFunctionData } from 'viem'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseGigId } from '../input.ts'
import type { Town } from '../town.ts'

/**
 * Completes a gig whose submission nobody reviewed for 14 days (spec §4.2.10). Anyone may.
 *
 * @throws TownError before sending: INVALID_ID; from the contract: UnknownGig, WrongState, TooEarly, CompletionExhausted; as `forward`.
 */
export const completeUnreviewed = async (
  town: Town,
  { identity, gigId }: { readonly identity: Identity; readonly gigId: bigint },
): Promise<Done> => {
  const data = encodeFunctionData({ abi: gigsAbi, functionName: 'completeUnreviewed', args: [parseGigId(gigId)] })
  return await forward(town, { identity, to: 'gigs', data })
}
