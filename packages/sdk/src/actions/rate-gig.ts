import { gigsAbi, TownError } from '@distributed-town/protocol'
import { encodeFunctionData, parseEventLogs } from 'viem'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseGigId, parseRating } from '../input.ts'
import { listLogs } from '../queries/list-logs.ts'
import type { Town } from '../town.ts'

/**
 * The creator rates the taker's skill (spec §4.9). `counted`: whether the rate counts (spec §2.3).
 *
 * @param options.rating 1 … 10.
 * @throws TownError before sending: INVALID_ID, RatingRange; from the contract: UnknownGig, WrongState, NotWalletOwner; as `forward`.
 */
export const rateGig = async (
  town: Town,
  { identity, gigId, rating }: { readonly identity: Identity; readonly gigId: bigint; readonly rating: number },
): Promise<Done & { readonly counted: boolean }> => {
  const data = encodeFunctionData({
    abi: gigsAbi,
    functionName: 'rateGig',
    args: [parseGigId(gigId), parseRating(rating)],
  })
  const done = await forward(town, { identity, to: 'gigs', data })
  const logs = await listLogs(town, { ...done, signer: identity.owner.address })
  const [event] = parseEventLogs({ abi: gigsAbi, eventName: 'GigRated', logs })
  if (!event) throw new TownError('HTTP_UNEXPECTED', { transactionHash: done.transactionHash })
  return { ...done, counted: event.args.counted }
}
