import { BASE_GRANT, CREDIT, FAIR_SHARE } from '../generated/constants.ts'
import { min } from './minMax.ts'

/** What a completed gig moves from the vault to the treasury account, and back once that reached the fair share (spec §6.3). Base units. */
export const treasuryPayment = ({
  vault,
  treasury,
  credits,
}: {
  readonly vault: bigint
  readonly treasury: bigint
  readonly credits: bigint
}): { readonly paid: bigint; readonly due: boolean; readonly returned: bigint } => {
  const paid = min(credits, vault)
  const due = treasury + paid >= BigInt(FAIR_SHARE) * CREDIT
  return { paid, due, returned: due ? treasury + paid - BigInt(BASE_GRANT) * CREDIT : 0n }
}
