import { MAX_LEVEL, type SkillChoice } from '@distributed-town/sdk'
import { workOf } from './kinds-of-work.ts'
import { planTrades } from './plan-trades.ts'
import { createRandom, type Random } from './random.ts'
import type { SourceMember, SourceTown } from './read-towns.ts'

/** What the people of a town will try to do. Residents are named by their place in the list, the founder first. */
export type TownPlan = {
  readonly town: number
  readonly residents: readonly { readonly skills: readonly SkillChoice[] }[]
  /** One for each trade of the source in which somebody of this town paid. */
  readonly gigs: readonly PlannedGig[]
  /** Residents with a kind of work that the table doesn't know. */
  readonly unknownWork: number
}

export type PlannedGig = {
  readonly creator: number
  readonly taker: number
  readonly skill: number
  readonly commitment: number
  readonly rating: number
}

/**
 * Acts that a plan wants. An act is what one person signs and the node carries out on the chain: to found or join a town, and the five of a
 * gig, which are to create it, accept a taker, submit the work, complete it and rate it.
 */
export const countActs = ({ residents, gigs }: Pick<TownPlan, 'residents' | 'gigs'>): number =>
  residents.length + ACTS_OF_A_GIG * gigs.length

const ACTS_OF_A_GIG = 5

/** The same town and seed always give the same plan. */
export const planTown = ({ town, members }: SourceTown, { seed }: { readonly seed: string }): TownPlan => {
  const random = createRandom(seed, town)
  const residents = members.map((member) => ({ ...planResident(member, random), quality: planQuality(random) }))
  const gigs = planTrades(members, random).map(({ payer: creator, payee: taker }): PlannedGig => {
    const { skills = [], quality = LEAST_QUALITY } = residents[taker] ?? {}
    return {
      creator,
      taker,
      skill: random.pick(skills.map(({ skill }, i) => ({ item: skill, weight: i === 0 ? MAIN_WEIGHT : 1 }))),
      commitment: commitmentOf(members[creator]),
      rating: planRating(quality, random),
    }
  })
  return {
    town,
    residents: residents.map(({ skills }) => ({ skills })),
    gigs,
    unknownWork: members.filter(({ business }) => !workOf(business).isKnown).length,
  }
}

/** Of those with two skills: main work comes up so much more often. */
const MAIN_WEIGHT = 4

/** Everybody has the main skill of their work; one in four does something besides. People claim more the more they were paid for. */
const planResident = ({ business, tradesIn }: SourceMember, random: Random) => {
  const { main, besides } = workOf(business)
  const level = Math.min(MAX_LEVEL, 2 + Math.floor(Math.log2(1 + tradesIn)))
  const second = random.integer(4) === 0 ? [{ skill: besides, level: 1 }] : []
  return { skills: [{ skill: main, level }, ...second] }
}

/**
 * The mean payment of the creator on a scale of doublings: 25 is a commitment of 1, 400 one of 5, 12,800 one of 10. Half of all people of
 * the source pay about 200.
 */
const commitmentOf = (creator: SourceMember | undefined): number => {
  const mean = (creator?.volumeOut ?? 0) / (creator?.tradesOut || 1)
  return Math.max(1, Math.min(MAX_LEVEL, 1 + Math.round(Math.log2(Math.max(mean, 1) / SMALLEST_PAYMENT))))
}
const SMALLEST_PAYMENT = 25

// How ratings come about: everybody's work has a quality of 5 to 9, and a rate is that, one less or one more.
const LEAST_QUALITY = 5
const planQuality = (random: Random): number => LEAST_QUALITY + random.integer(5)
const planRating = (quality: number, random: Random): number => quality - 1 + random.integer(3)
