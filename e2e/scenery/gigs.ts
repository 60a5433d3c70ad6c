import {
  acceptRequest,
  cancelGig,
  completeGig,
  createGig,
  rateGig,
  requestChanges,
  requestGig,
  signCompletion,
  submitGig,
  type Town,
} from '@distributed-town/sdk'
import type { Resident } from '../resident.ts'

export type Terms = {
  readonly skill: number
  readonly title: string
  readonly description?: string
  readonly commitment?: number
  readonly durationDays?: number
}

/** A gig with those who have to do with it. */
export type Work = { readonly gigId: bigint; readonly creator: Resident; readonly taker: Resident }

export const offerGig = async (
  town: Town,
  { creator, ...terms }: Terms & { readonly creator: Resident },
): Promise<bigint> => {
  const { gigId } = await createGig(town, { commitment: 1, durationDays: 7, ...terms, records: creator.records })
  return gigId
}

export const takeGig = async (town: Town, { gigId, creator, taker }: Work): Promise<void> => {
  const { text } = await requestGig(town, { identity: taker.identity, gigId })
  await acceptRequest(town, { identity: creator.identity, gigId, code: text })
}

export const handIn = async (town: Town, { gigId, taker }: Work, text: string): Promise<void> => {
  await submitGig(town, { records: taker.records, gigId, text })
}

export const askForChanges = async (town: Town, { gigId, creator }: Work): Promise<void> => {
  await requestChanges(town, { identity: creator.identity, gigId })
}

export const complete = async (town: Town, { gigId, creator, taker }: Work): Promise<void> => {
  const { text } = await signCompletion(town, { identity: taker.identity, gigId })
  await completeGig(town, { identity: creator.identity, gigId, code: text })
}

export const rate = async (town: Town, { gigId, creator }: Work, rating: number): Promise<void> => {
  await rateGig(town, { identity: creator.identity, gigId, rating })
}

export const withdraw = async (town: Town, { gigId, creator }: Pick<Work, 'gigId' | 'creator'>): Promise<void> => {
  await cancelGig(town, { identity: creator.identity, gigId })
}

/** A gig from the offer to its completion; it waits for the rating. */
export const doWork = async (town: Town, { creator, taker, ...terms }: Terms & Omit<Work, 'gigId'>): Promise<Work> => {
  const work = { gigId: await offerGig(town, { ...terms, creator }), creator, taker }
  await takeGig(town, work)
  await handIn(town, work, 'It is done.')
  await complete(town, work)
  return work
}

/** A gig from the offer to the rating. */
export const doGig = async (
  town: Town,
  { rating, ...gig }: Terms & Omit<Work, 'gigId'> & { readonly rating: number },
): Promise<void> => {
  await rate(town, await doWork(town, gig), rating)
}
