import { gigsAbi, type SignedCode } from '@distributed-town/protocol'
import { encodeFunctionData } from 'viem'
import { checkCode } from '../check-code.ts'
import { type Done, forward } from '../forward.ts'
import type { Identity } from '../identity.ts'
import { parseGigId } from '../input.ts'
import type { Town } from '../town.ts'

/**
 * The creator completes a submitted gig with the taker's code; the escrow is paid (spec §4.7).
 *
 * @param options.code What the taker showed, as text or decoded.
 * @throws TownError before sending: INVALID_ID, NOT_A_CODE, CODE_VERSION, CODE_KIND, CODE_TRUNCATED, CODE_ALTERED, CODE_OTHER_CHAIN,
 * CODE_OTHER_GIG, CODE_USED, CODE_EXPIRED, CODE_OTHER_TAKER, WrongState, NOT_FOUND; from the contract: NotParty, InvalidCode,
 * CodeTooLong, CompletionExhausted; as `forward`.
 */
export const completeGig = async (
  town: Town,
  {
    identity,
    gigId,
    code,
  }: { readonly identity: Identity; readonly gigId: bigint; readonly code: SignedCode | string },
): Promise<Done> => {
  const { expiry, signature } = await checkCode(town, { gigId: parseGigId(gigId), action: 'Completion', code })
  const data = encodeFunctionData({ abi: gigsAbi, functionName: 'completeGig', args: [gigId, expiry, signature] })
  return await forward(town, { identity, to: 'gigs', data })
}
