import type { ActKind } from '../act-kinds.ts'

/** What people do, in words. */
export const ACT_WORDS: Readonly<Record<ActKind | 'other', string>> = {
  createAndFound: 'found a town',
  createAndJoin: 'join one',
  createGig: 'create a gig',
  acceptRequest: 'accept a request',
  submitGig: 'hand in work',
  completeGig: 'complete a gig',
  rateGig: 'rate it',
  other: 'anything else',
}
