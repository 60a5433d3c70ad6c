import type { Gig, SignedCode } from '@distributed-town/sdk'

/** Why a signed code can't be used here and now; keys of scan.json. */
export type Refusal =
  | 'CODE_OTHER_CHAIN'
  | 'noGig'
  | 'ownRequest'
  | 'ownCompletion'
  | 'otherTown'
  | 'foreign'
  | 'usedAccepted'
  | 'usedCompleted'
  | 'usedRound'
  | 'notOpen'
  | 'notSubmitted'
  | 'otherTaker'
  | 'expiredRequest'
  | 'expiredCompletion'

/**
 * What speaks against a code before anybody is asked to confirm it, null when nothing does. Its signature is checked by the contract.
 *
 * @param options.gig null: there is none with this id.
 * @param options.me Who scans.
 * @param options.now Seconds on the chain.
 */
export const judgeCode = ({
  code,
  gig,
  me,
  chainId,
  now,
}: {
  readonly code: SignedCode
  readonly gig: Pick<Gig, 'state' | 'round' | 'creator' | 'taker' | 'communityId'> | null
  readonly me: { readonly walletId: number; readonly communityId: number | null }
  readonly chainId: number
  readonly now: number
}): Refusal | null => {
  const isRequest = code.action === 'Request'
  if (code.chainId !== chainId) return 'CODE_OTHER_CHAIN'
  if (!gig) return 'noGig'
  if (code.walletId === me.walletId) return isRequest ? 'ownRequest' : 'ownCompletion'
  if (gig.creator !== me.walletId) return gig.communityId === me.communityId ? 'foreign' : 'otherTown'
  if (isRequest && gig.taker === code.walletId && gig.state !== 'Open') return 'usedAccepted'
  if (!isRequest && (gig.state === 'Completed' || gig.state === 'Rated')) return 'usedCompleted'
  if (code.round !== gig.round) return isRequest && gig.state !== 'Open' ? 'notOpen' : 'usedRound'
  if (gig.state !== code.state) return isRequest ? 'notOpen' : 'notSubmitted'
  if (!isRequest && gig.taker !== code.walletId) return 'otherTaker'
  if (code.expiry < now) return isRequest ? 'expiredRequest' : 'expiredCompletion'
  return null
}
