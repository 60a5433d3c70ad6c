import { gigsAbi } from '@distributed-town/protocol'
import { encodeFunctionData } from 'viem'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseGigId } from '../input.ts'
import type { Town } from '../town.ts'

/**
 * The taker gives up while nothing was ever submitted (spec §4.2.7). It counts as abandoned.
 *
 * @throws TownError before sending: INVALID_ID; from the contract: UnknownGig, WrongState, NotParty, WorkSubmitted; as `forward`.
 */
export const giveUpGig = async (
  town: Town,
  { identity, gigId }: { readonly identity: Identity; readonly gigId: bigint },
): Promise<Done> => {
  const data = encodeFunctionData({ abi: gigsAbi, functionName: 'giveUpGig', args: [parseGigId(gigId)] })
  return await forward(town, { identity, to: 'gigs', data })
}
