import { gigCredits, type Wallet } from '@distributed-town/protocol'
import { parseCommitment, parseSkill } from '../input.ts'

/**
 * What a gig costs its creator and whether that can be spent. Base units.
 *
 * @param options.commitment 1 … 10.
 * @throws TownError UNKNOWN_SKILL, CommitmentRange.
 */
export const previewGig = ({
  skill,
  commitment,
  wallet,
}: {
  readonly skill: number
  readonly commitment: number
  readonly wallet: Pick<Wallet, 'spendable'>
}): { readonly credits: bigint; readonly spendableAfter: bigint; readonly missing: bigint } => {
  const credits = gigCredits({ skill: parseSkill(skill), commitment: parseCommitment(commitment) })
  const rest = wallet.spendable - credits
  return { credits, spendableAfter: rest > 0n ? rest : 0n, missing: rest < 0n ? -rest : 0n }
}
