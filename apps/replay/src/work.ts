import {
  acceptRequest,
  completeGig,
  createGig,
  type Identity,
  type Records,
  rateGig,
  requestGig,
  signCompletion,
  skills,
  submitGig,
  type Town,
  type TownErrorCode,
} from '@distributed-town/sdk'
import type { Acts } from './acts.ts'
import type { WantedGig } from './choose-gigs.ts'

/** A person with what it takes to act. */
export type Resident = { readonly identity: Identity; readonly walletId: number; readonly records: Records }

export type BegunGig = { readonly gig: WantedGig; readonly commitment: number }
export type Outcome = BegunGig & {
  /** Why it was not finished; undefined when it was rated. */
  readonly refused: TownErrorCode | undefined
  /** Whether the chain knows the gig: then it can't be begun again. */
  readonly exists: boolean
  /** Whether its rate counts (spec §2.3). */
  readonly counted: boolean
}

/**
 * Gigs of one town from their creation to the rating. All take each step before any takes the next one, and what one person signs, or one
 * person's rates, come in the order of the plan: so what comes out doesn't depend on which answer of the node came first.
 */
export const work = async (
  town: Town,
  {
    acts,
    begun,
    residentOf,
  }: {
    readonly acts: Acts
    readonly begun: readonly BegunGig[]
    readonly residentOf: (walletId: number) => Resident
  },
): Promise<readonly Outcome[]> => {
  const jobs = begun.map((each) => ({
    ...each,
    creator: residentOf(each.gig.creator),
    taker: residentOf(each.gig.taker),
    gigId: undefined as bigint | undefined,
    refused: undefined as TownErrorCode | undefined,
    counted: false,
  }))
  type Job = (typeof jobs)[number]

  /** One step of all jobs that got so far; those with the same key one after another. */
  const step = async (keyOf: (job: Job) => number, act: (job: Job, gigId: bigint) => Promise<void>) => {
    await Promise.all(
      [...Map.groupBy(jobs, keyOf).values()].map(async (group) => {
        for (const job of group) {
          if (job.refused !== undefined || job.gigId === undefined) continue
          const { gigId } = job
          job.refused = (await acts.try(() => act(job, gigId))).refused
        }
      }),
    )
  }
  const byCreator = ({ gig }: Job) => gig.creator
  const byTaker = ({ gig }: Job) => gig.taker

  await Promise.all(
    [...Map.groupBy(jobs, byCreator).values()].map(async (group) => {
      for (const job of group) {
        const { gig, commitment, creator } = job
        const title = skills[gig.skill]?.name ?? ''
        const terms = { records: creator.records, skill: gig.skill, commitment, durationDays: DURATION_DAYS, title }
        const { result, refused } = await acts.try(() => createGig(town, terms))
        job.gigId = result?.gigId
        job.refused = refused
      }
    }),
  )
  await step(byCreator, async ({ creator, taker }, gigId) => {
    const { text } = await requestGig(town, { identity: taker.identity, gigId })
    await acceptRequest(town, { identity: creator.identity, gigId, code: text })
  })
  await step(byTaker, async ({ taker }, gigId) => {
    await submitGig(town, { records: taker.records, gigId, text: 'Done.' })
  })
  await step(byCreator, async ({ creator, taker }, gigId) => {
    const { text } = await signCompletion(town, { identity: taker.identity, gigId })
    await completeGig(town, { identity: creator.identity, gigId, code: text })
  })
  await step(byTaker, async (job, gigId) => {
    const { counted } = await rateGig(town, { identity: job.creator.identity, gigId, rating: job.gig.rating })
    job.counted = counted
  })
  return jobs.map(({ gig, commitment, refused, counted, gigId }) => ({
    gig,
    commitment,
    refused,
    counted,
    exists: gigId !== undefined,
  }))
}

const DURATION_DAYS = 7
