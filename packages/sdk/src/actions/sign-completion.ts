import { COMPLETION_EXPIRY, TownError } from '@distributed-town/protocol'
import type { Identity } from '../identity.ts'
import { parseGigId } from '../input.ts'
import { getGig } from '../queries/get-gig.ts'
import { type CodeText, signCode } from '../sign-code.ts'
import type { Town } from '../town.ts'
import { wrongState } from '../wrong-state.ts'
import { getResident } from './get-resident.ts'

/**
 * Makes the signed code by which the taker lets the creator complete the submitted gig (`completeGig`). Nothing is sent (spec §4.6).
 *
 * @param options.expiresInSeconds At most 14 days; one week unless given.
 * @throws TownError INVALID_ID, INVALID_INPUT, NOT_FOUND, NoWallet, NoCommunity, NotParty, WrongState; as `requestJson`.
 */
export const signCompletion = async (
  town: Town,
  {
    identity,
    gigId,
    expiresInSeconds = WEEK,
  }: { readonly identity: Identity; readonly gigId: bigint; readonly expiresInSeconds?: number | undefined },
): Promise<CodeText> => {
  const gig = await getGig(town, { gigId: parseGigId(gigId) })
  const { wallet } = await getResident(town, { identity })
  if (gig.taker !== wallet.id) throw new TownError('NotParty', { gigId, caller: identity.owner.address })
  if (gig.state !== 'Submitted') throw wrongState(gig)
  return await signCode(town, {
    identity,
    code: { action: 'Completion', gigId, walletId: wallet.id, round: gig.round },
    expiresInSeconds,
    longestSeconds: COMPLETION_EXPIRY,
  })
}

const WEEK = 7 * 24 * 60 * 60
