import { type Gig, RATING_PERIOD, REVIEW_PERIOD } from '@distributed-town/sdk'

/** What is to be done with a gig next and by when (spec §4.2); seconds. */
export type Deadline = { readonly what: 'handIn' | 'review' | 'rate'; readonly at: number }

/** null: nothing is due, as the gig is open or has ended. */
export const deadlineOf = ({ state, since, deadline }: Pick<Gig, 'state' | 'since' | 'deadline'>): Deadline | null => {
  switch (state) {
    case 'Taken':
      return deadline === null ? null : { what: 'handIn', at: deadline }
    case 'Submitted':
      return { what: 'review', at: since + REVIEW_PERIOD }
    case 'Completed':
      return { what: 'rate', at: since + RATING_PERIOD }
    case 'None':
    case 'Proposed':
    case 'Open':
    case 'Taking':
    case 'Completing':
    case 'Rated':
    case 'Settled':
    case 'Cancelled':
    case 'Disputed':
      return null
    default:
      return state satisfies never
  }
}

/** Who must act by the deadline. */
export const isDueTo = (gig: Pick<Gig, 'creator' | 'taker'>, { what }: Deadline, walletId: number): boolean =>
  what === 'handIn' ? gig.taker === walletId : gig.creator === walletId
