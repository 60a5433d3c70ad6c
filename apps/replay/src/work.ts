import {
  acceptRequest,
  CREDIT,
  completeGig,
  createGig,
  FAIR_SHARE,
  getCommunity,
  gigCredits,
  rateGig,
  requestGig,
  signCompletion,
  skills,
  submitGig,
  type Town,
  type TownErrorCode,
  VALIDATING_RATES,
} from '@distributed-town/sdk'
import type { ActKind } from './act-kinds.ts'
import type { Acts } from './acts.ts'
import type { Round, WantedGig } from './choose-gigs.ts'
import type { Residents } from './residents.ts'
import { addTo } from './tally.ts'

export type BegunGig = Round['begun'][number]
export type Outcome = BegunGig & {
  /** Why it was not finished; undefined when it was rated. */
  readonly refused: TownErrorCode | undefined
  /** Whether the chain knows the gig: then it can't be begun again. */
  readonly exists: boolean
}

/**
 * Gigs of one town from their creation to the rating. All are created before the first is rated, as rates change who may create; and what
 * the rules make depend on the order comes in the order of the plan. So what comes out doesn't depend on which answer of the node came first.
 */
export const work = async (
  town: Town,
  {
    acts,
    communityId,
    round,
    begun,
    residents,
    rates,
  }: {
    readonly acts: Acts
    readonly communityId: number
    readonly round: number
    readonly begun: readonly BegunGig[]
    readonly residents: Residents
    /** How many rates count, by wallet and skill; those of these gigs are added. */
    readonly rates: Map<string, number>
  },
): Promise<readonly Outcome[]> => {
  await residents.open(begun.flatMap(({ gig }) => [gig.creator, gig.taker]))
  const jobs = begun.map((each) => ({
    ...each,
    creator: residents.get(each.gig.creator),
    taker: residents.get(each.gig.taker),
    gigId: undefined as bigint | undefined,
    refused: undefined as TownErrorCode | undefined,
  }))
  type Job = (typeof jobs)[number]

  /** If the gig got so far. */
  const step = async (kind: ActKind, job: Job, act: (town: Town, gigId: bigint) => Promise<void>) => {
    const { gigId } = job
    if (job.refused !== undefined || gigId === undefined) return
    job.refused = (await acts.try(`${kind} ${job.gig.place}`, (through) => act(through, gigId))).refused
  }

  await Promise.all(
    jobs.map(async (job) => {
      const { gig, commitment, creator } = job
      const title = skills[gig.skill]?.name ?? ''
      const terms = { records: creator.records, skill: gig.skill, commitment, durationDays: DURATION_DAYS, title }
      // One that is refused is tried again in another round.
      const name = `createGig ${gig.place}/${round}` as const
      const { result, refused } = await acts.try(name, (through) => createGig(through, terms))
      job.gigId = result?.gigId
      job.refused = refused
    }),
  )

  const complete = (job: Job) =>
    step('completeGig', job, async (through, gigId) => {
      const { text } = await signCompletion(through, { identity: job.taker.identity, gigId })
      await completeGig(through, { identity: job.creator.identity, gigId, code: text })
    })
  const isOrdered = mayReachFairShare((await getCommunity(town, { communityId })).treasury, begun)
  let before: Promise<void> = Promise.resolve()
  await Promise.all(
    jobs.map(async (job) => {
      const { creator, taker } = job
      const mayComplete = before
      const { promise, resolve: letNext } = Promise.withResolvers<void>()
      if (isOrdered) before = promise
      await step('acceptRequest', job, async (through, gigId) => {
        const { text } = await requestGig(through, { identity: taker.identity, gigId })
        await acceptRequest(through, { identity: creator.identity, gigId, code: text })
      })
      await step('submitGig', job, async (through, gigId) => {
        await submitGig(through, { records: taker.records, gigId, text: 'Done.' })
      })
      await mayComplete
      await complete(job)
      letNext()
    }),
  )

  const rate = async (job: Job) => {
    const { gigId, gig, creator } = job
    if (job.refused !== undefined || gigId === undefined) return
    const terms = { identity: creator.identity, gigId, rating: gig.rating }
    const { result, refused } = await acts.try(`rateGig ${gig.place}`, (through) => rateGig(through, terms))
    job.refused = refused
    addTo(rates, skillOf(gig), result?.counted ? 1 : 0)
  }
  // The first rate brings levels up to the last re-evaluation, and which ones validate depends on who was before. Later ones add up.
  await Promise.all(
    [...Map.groupBy(jobs, ({ gig }) => gig.taker).values()].map(async (group) => {
      for (const [index, job] of group.entries()) {
        const isValidated = group.every(({ gig }) => (rates.get(skillOf(gig)) ?? 0) >= VALIDATING_RATES)
        if (index > 0 && isValidated) return void (await Promise.all(group.slice(index).map(rate)))
        await rate(job)
      }
    }),
  )
  return jobs.map(({ gig, commitment, refused, gigId }) => ({
    gig,
    commitment,
    refused,
    exists: gigId !== undefined,
  }))
}

const DURATION_DAYS = 7

const skillOf = ({ taker, skill }: WantedGig): string => `${taker}/${skill}`

/** Whether completing all of them may bring the treasury's account to the fair share, where its excess goes back (spec §6.3). */
const mayReachFairShare = (treasury: bigint, gigs: readonly BegunGig[]): boolean =>
  gigs.reduce((sum, { gig, commitment }) => sum + gigCredits({ skill: gig.skill, commitment }), treasury) >=
  BigInt(FAIR_SHARE) * CREDIT
