import { gigsAbi, type SignedCode } from '@distributed-town/protocol'
import { encodeFunctionData } from 'viem'
import { checkCode } from '../check-code.ts'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseGigId } from '../input.ts'
import type { Town } from '../town.ts'

/**
 * The creator accepts a request for an open gig (spec §4.6). `taker` is the requester's wallet.
 *
 * @param options.code What the requester showed, as text or decoded.
 * @throws TownError before sending: INVALID_ID, NOT_A_CODE, CODE_VERSION, CODE_KIND, CODE_TRUNCATED, CODE_ALTERED, CODE_OTHER_CHAIN,
 * CODE_OTHER_GIG, CODE_USED, CODE_EXPIRED, WrongState, NOT_FOUND; from the contract: NotParty, OwnGig, NotNeighbour, SkillMissing,
 * RequesterBanned, TooManyEngagements, InvalidCode, CodeTooLong; as `forward`.
 */
export const acceptRequest = async (
  town: Town,
  {
    identity,
    gigId,
    code,
  }: { readonly identity: Identity; readonly gigId: bigint; readonly code: SignedCode | string },
): Promise<Done & { readonly taker: number }> => {
  const { walletId, expiry, signature } = await checkCode(town, { gigId: parseGigId(gigId), action: 'Request', code })
  const data = encodeFunctionData({
    abi: gigsAbi,
    functionName: 'acceptRequest',
    args: [gigId, walletId, expiry, signature],
  })
  const done = await forward(town, { identity, to: 'gigs', data })
  return { ...done, taker: walletId }
}
