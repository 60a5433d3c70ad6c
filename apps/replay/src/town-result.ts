import type { TownErrorCode } from '@distributed-town/sdk'
import type { Tally } from './tally.ts'

/** Why a wanted gig was not done: what refused it. */
export type NotDone = TownErrorCode

/** What came of one town. */
export type TownResult = {
  /** Number in the file. */
  readonly town: number
  /** On the chain; undefined if it was not founded. */
  readonly communityId: number | undefined
  /** Of the plan. */
  readonly residents: number
  readonly unknownWork: number
  /** Gigs. */
  readonly wanted: number
  readonly done: number
  /** Of those done, with a smaller commitment than wanted. */
  readonly smaller: number
  readonly notDone: Tally<NotDone>
}
