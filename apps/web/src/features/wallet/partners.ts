import { meanLevel, type Partner } from '@distributed-town/sdk'

/** The work of all people together, for the line under the list. */
export const totalsOf = (
  partners: readonly Pick<Partner, 'done' | 'received'>[],
): { readonly gigs: number; readonly earned: bigint; readonly paid: bigint } => ({
  gigs: partners.reduce((sum, { done, received }) => sum + done.gigs + received.gigs, 0),
  earned: partners.reduce((sum, { done }) => sum + done.credits, 0n),
  paid: partners.reduce((sum, { received }) => sum + received.credits, 0n),
})

/** Mean of the ratings, as levels are made of them; undefined without any. */
export const meanOf = ({ ratings, sum }: Pick<Partner['done'], 'ratings' | 'sum'>): number | undefined =>
  ratings === 0 ? undefined : meanLevel({ sum, n: ratings })
