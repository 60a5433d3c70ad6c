import {
  type CommunityWithRoster,
  MAX_ENGAGEMENTS,
  MAX_OPEN_GIGS,
  previewGig,
  type TownErrorCode,
} from '@distributed-town/sdk'

/** A gig that somebody wants, with the wallets of both. */
export type WantedGig = {
  /** In the plan of the town. */
  readonly place: number
  readonly creator: number
  readonly taker: number
  readonly skill: number
  readonly commitment: number
  readonly rating: number
}

/** What people begin together, and what waits for a later round. */
export type Round = {
  /** Gigs to begin now, with the commitment that their creator can afford. */
  readonly begun: readonly { readonly gig: WantedGig; readonly commitment: number }[]
  /** Gigs that wait, and what for; undefined: only for their people's turn. */
  readonly waiting: readonly { readonly gig: WantedGig; readonly reason: TownErrorCode | undefined }[]
}

/**
 * Which gigs people begin, as the town stands: those who may create one (spec §4.3) begin as many as they may have open at once, each with
 * the commitment wanted or, short of credits, the smallest. What is asked here would be refused by the contract; asking first
 * saves records that describe no gig.
 */
export const chooseGigs = (
  gigs: readonly WantedGig[],
  { active, founding, roster }: Pick<CommunityWithRoster, 'active' | 'founding' | 'roster'>,
): Round => {
  const begun: Round['begun'][number][] = []
  const waiting: Round['waiting'][number][] = []
  const creators = new Map(
    roster.map(({ walletId, validated, spendable }) => [walletId, { validated, spendable, begun: 0 }]),
  )
  const taken = new Map<number, number>()
  for (const gig of gigs) {
    const creator = creators.get(gig.creator)
    const takes = taken.get(gig.taker) ?? 0
    const { skill } = gig
    if (!creator) waiting.push({ gig, reason: 'NotMember' })
    else if (!active) waiting.push({ gig, reason: 'CommunityInactive' })
    else if (!founding && !creator.validated) waiting.push({ gig, reason: 'NotValidated' })
    else if (creator.begun >= MAX_OPEN_GIGS || takes >= MOST_TAKEN) waiting.push({ gig, reason: undefined })
    else {
      const commitment = [gig.commitment, 1].find(
        (size) => previewGig({ skill, commitment: size, wallet: creator }).missing === 0n,
      )
      if (commitment === undefined) waiting.push({ gig, reason: 'NotSpendable' })
      else {
        creator.spendable = previewGig({ skill, commitment, wallet: creator }).spendableAfter
        creator.begun += 1
        taken.set(gig.taker, takes + 1)
        begun.push({ gig, commitment })
      }
    }
  }
  return { begun, waiting }
}

/** Gigs that one person does at the same time: with all of the own ones there is room for them (spec §4.11). */
const MOST_TAKEN = MAX_ENGAGEMENTS - MAX_OPEN_GIGS
