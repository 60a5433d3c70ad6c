import { type CommunityWithRoster, previewGig, type TownErrorCode } from '@distributed-town/sdk'

/** A gig that somebody wants, with the wallets of both. */
export type WantedGig = {
  readonly creator: number
  readonly taker: number
  readonly skill: number
  readonly commitment: number
  readonly rating: number
}

export type Choice = {
  /** Gigs to begin now, with the commitment that their creator can afford. */
  readonly begun: readonly { readonly gig: WantedGig; readonly commitment: number }[]
  /** Gigs that wait, and what for; undefined: only for the creator's turn. */
  readonly waiting: readonly { readonly gig: WantedGig; readonly reason: TownErrorCode | undefined }[]
}

/**
 * Which gigs people begin, as the town stands: those who may create one (spec §4.3) begin as many as they can look after at once, each with
 * the commitment wanted or, short of credits, the smallest. What is asked here would be refused by the contract; asking first
 * saves records that describe no gig.
 */
export const chooseGigs = (
  gigs: readonly WantedGig[],
  { active, founding, roster }: Pick<CommunityWithRoster, 'active' | 'founding' | 'roster'>,
): Choice => {
  const begun: Choice['begun'][number][] = []
  const waiting: Choice['waiting'][number][] = []
  const creators = new Map(
    roster.map(({ walletId, validated, spendable }) => [walletId, { validated, spendable, begun: 0 }]),
  )
  for (const gig of gigs) {
    const creator = creators.get(gig.creator)
    const { skill } = gig
    if (!creator) waiting.push({ gig, reason: 'NotMember' })
    else if (!active) waiting.push({ gig, reason: 'CommunityInactive' })
    else if (!founding && !creator.validated) waiting.push({ gig, reason: 'NotValidated' })
    else if (creator.begun >= AT_ONCE) waiting.push({ gig, reason: undefined })
    else {
      const commitment = [gig.commitment, 1].find(
        (size) => previewGig({ skill, commitment: size, wallet: creator }).missing === 0n,
      )
      if (commitment === undefined) waiting.push({ gig, reason: 'NotSpendable' })
      else {
        creator.spendable = previewGig({ skill, commitment, wallet: creator }).spendableAfter
        creator.begun += 1
        begun.push({ gig, commitment })
      }
    }
  }
  return { begun, waiting }
}

/** Gigs that one person looks after at the same time. */
const AT_ONCE = 6
