import type { GigState, Pulse } from '@distributed-town/sdk'

// What the pages make of a pulse (spec §15). Ratios in ten-thousandths.

/** Whether there is anything to measure: before the first completed gig nobody paid anybody. */
export const hasBegun = ({ gigs, weeks }: Pick<Pulse, 'gigs' | 'weeks'>): boolean =>
  gigs.Completed + gigs.Rated > 0 || weeks.some(({ turnover }) => turnover > 0n)

/** Completed gigs a member: so many each week, or one in so many weeks, whichever people count with. Undefined: less than one in a year. */
export const paceOf = ({
  completedPerMemberWeekBps: bps,
}: Pick<Pulse, 'completedPerMemberWeekBps'>):
  | { readonly often: number; readonly weeks?: never }
  | { readonly weeks: number; readonly often?: never }
  | undefined => {
  if (!bps || bps < SELDOM) return undefined
  return bps > OFTEN ? { often: bps } : { weeks: Math.round(10_000 / bps) }
}

/** Two gigs in three weeks; with more of them, one in so many weeks would be rounded to one. */
const OFTEN = 6_666
/** One in 52 weeks. */
const SELDOM = 193

/** How the credits go round: so many times each, or so many of a hundred. Undefined: not at all. */
export const roundsOf = ({
  velocityBps: bps,
}: Pick<Pulse, 'velocityBps'>):
  | { readonly times: number; readonly ofHundred?: never }
  | { readonly ofHundred: number; readonly times?: never }
  | undefined => {
  if (!bps) return undefined
  return bps >= 10_000 ? { times: bps } : { ofHundred: bps * 100 }
}

/** With how many of them half of the credits would be if all had the same. */
export const evenHolders = (members: number): number => Math.ceil(members / 2)

/** The weeks that a town was there in; for the network, from the first in which something was done. */
export const weeksFrom = (weeks: Pulse['weeks'], since: number | undefined): Pulse['weeks'] => {
  const first =
    since === undefined
      ? weeks.findIndex(({ turnover, completed }) => completed > 0 || turnover > 0n)
      : weeks.findIndex((_, i) => (weeks[i + 1]?.from ?? Infinity) > since)
  return first === -1 ? [] : weeks.slice(first)
}

/** Values as parts of the highest of them, with room over it. None is below 0, and one of them that is not 0 is 1 at least. */
export const sharesOf = (values: readonly number[]): readonly number[] => {
  const highest = Math.max(1, ...values) * HEADROOM
  return values.map((value) => value / highest)
}

const HEADROOM = 1.15

/** States in the order in which people meet them; those in which a gig is being checked have one word. */
const ROWS = [
  ['Open'],
  ['Taken'],
  ['Submitted'],
  ['Proposed', 'Taking', 'Completing'],
  ['Completed'],
  ['Rated'],
  ['Settled'],
  ['Cancelled'],
  ['Disputed'],
] as const satisfies readonly (readonly GigState[])[]

/** How many gigs there are in each state, without those that have none. */
export const gigRowsOf = (gigs: Pulse['gigs']): readonly { readonly state: GigState; readonly count: number }[] =>
  ROWS.map((states) => ({
    state: states[0],
    count: states.reduce((sum, state) => sum + gigs[state], 0),
  })).filter(({ count }) => count > 0)
