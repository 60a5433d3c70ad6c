import { type CodeAction, decodeCode, type Gig, type SignedCode, TownError } from '@distributed-town/protocol'
import { getGig } from './queries/get-gig.ts'
import type { Town } from './town.ts'
import { wrongState } from './wrong-state.ts'

/**
 * Reads a code and checks that it serves this act on this gig as it stands now. Who signed it only the contract can say (InvalidCode).
 *
 * @throws TownError as `decodeCode`; CODE_KIND, CODE_OTHER_CHAIN, CODE_OTHER_GIG, CODE_EXPIRED, WrongState, CODE_USED,
 * CODE_OTHER_TAKER; NOT_FOUND.
 */
export const checkCode = async (
  town: Town,
  { gigId, action, code }: { readonly gigId: bigint; readonly action: CodeAction; readonly code: SignedCode | string },
): Promise<SignedCode> => {
  const signed = typeof code === 'string' ? decodeCode(code) : code
  const { chainId } = await town.config()
  if (signed.action !== action) throw new TownError('CODE_KIND', { kind: signed.action })
  if (signed.chainId !== chainId) throw new TownError('CODE_OTHER_CHAIN', { chainId: signed.chainId })
  if (signed.gigId !== gigId) throw new TownError('CODE_OTHER_GIG', { gigId: signed.gigId })
  const gig = await getGig(town, { gigId })
  if (isUsed(signed, gig))
    throw new TownError('CODE_USED', { round: signed.round, present: gig.round, state: gig.state })
  if (gig.state !== signed.state) throw wrongState(gig)
  if (signed.expiry < (await town.chainTime())) throw new TownError('CODE_EXPIRED', { expiry: signed.expiry })
  if (action === 'Completion' && gig.taker !== signed.walletId) {
    throw new TownError('CODE_OTHER_TAKER', { walletId: signed.walletId, taker: gig.taker })
  }
  return signed
}

/** Whether the round has passed, or the gig has gone on by a code like this one. */
const isUsed = (code: SignedCode, gig: Gig): boolean => {
  if (code.round !== gig.round) return code.round < gig.round
  if (code.action === 'Request') return gig.state !== 'Open' && gig.taker === code.walletId
  return gig.state === 'Completed' || gig.state === 'Rated'
}
