import { GigState } from './generated/enums.ts'
import { coverage } from './math/coverage.ts'
import { isBelow48 } from './math/isBelow48.ts'
import { min } from './math/minMax.ts'

// What towns and the network are measured by (spec §15). No rule reads them. Ratios are in ten-thousandths (Bps), rounded down.

const BPS = 10_000n

/** A town whose members hold next to nothing can have any velocity: no ratio is told as more than a number holds exactly. */
const MAX_RATIO = BigInt(Number.MAX_SAFE_INTEGER)

/**
 * A part of a whole, of counts or of amounts of one unit, none below 0 (spec §15.2).
 *
 * @returns Ten-thousandths, rounded down; more than 10,000 where the part is larger. Null of nothing: a share of nobody is none.
 */
export const ratioBps = ({
  part,
  whole,
}: {
  readonly part: bigint | number
  readonly whole: bigint | number
}): number | null => (BigInt(whole) === 0n ? null : Number(min((BigInt(part) * BPS) / BigInt(whole), MAX_RATIO)))

/**
 * Gini coefficient of what holders have: half of the mean difference between any two, of the mean (spec §15.6; Gini 1912, as of a
 * whole population: without the correction n / (n − 1) of samples).
 *
 *     G = Σ (2i − n − 1) × x_i / (n × Σ x)      x_1 ≤ … ≤ x_n
 *
 * @param holdings Base units, or any other unit; in any order, none below 0.
 * @returns Ten-thousandths, rounded down: 0 when all have the same (also when all have nothing), under 10,000 when one has all. Null
 *   without holders.
 */
export const giniBps = (holdings: readonly bigint[]): number | null => {
  if (holdings.length === 0) return null
  const sorted = holdings.toSorted(ascending)
  const n = BigInt(sorted.length)
  let [differences, sum, weight] = [0n, 0n, 1n - n]
  for (const held of sorted) {
    differences += weight * held
    sum += held
    weight += 2n
  }
  return sum === 0n ? 0 : ratioBps({ part: differences, whole: n * sum })
}

/** The fewest holders who together have at least half of all (spec §15.7); 0 where nobody has anything. @param holdings See `giniBps`. */
export const holdersOfHalf = (holdings: readonly bigint[]): number => {
  const sum = holdings.reduce((all, held) => all + held, 0n)
  let [taken, count] = [0n, 0]
  for (const held of holdings.toSorted((a, b) => ascending(b, a))) {
    if (2n * taken >= sum) return count
    taken += held
    count += 1
  }
  return sum === 0n ? 0 : count
}

/** Credits that went from one member to another: paid for a completed gig, or transferred (spec §15.4). Parties by wallet id. */
export type Payment = { readonly payer: number; readonly payee: number; readonly credits: bigint }

/** What payments come to, and the wallets that paid and earned by them. What somebody sends to oneself goes nowhere (spec §15.4). */
export const flowOf = (
  payments: readonly Payment[],
): { readonly turnover: bigint; readonly payers: ReadonlySet<number>; readonly payees: ReadonlySet<number> } => {
  const moved = payments.filter(({ payer, payee, credits }) => payer !== payee && credits > 0n)
  return {
    turnover: moved.reduce((sum, { credits }) => sum + credits, 0n),
    payers: new Set(moved.map(({ payer }) => payer)),
    payees: new Set(moved.map(({ payee }) => payee)),
  }
}

/**
 * How often a credit in members' hands changed hands in a period: V = T / M of Fisher's equation of exchange (spec §15.5). A velocity is
 * told with its period.
 *
 * @param turnover Of the period, see `flowOf`. @param held By members at its end: without vault, treasury account and escrow.
 * @returns Ten-thousandths of a time, rounded down. Null while members hold nothing.
 */
export const velocityBps = ({ turnover, held }: { readonly turnover: bigint; readonly held: bigint }): number | null =>
  ratioBps({ part: turnover, whole: held })

const DAYS_OF_A_WEEK = 7

/** Completed gigs a member and week (spec §15.9), in ten-thousandths, rounded down. Null without members. @param days Of the period, above 0. */
export const completedPerMemberWeekBps = ({
  completed,
  members,
  days,
}: {
  readonly completed: number
  readonly members: number
  readonly days: number
}): number | null => ratioBps({ part: completed * DAYS_OF_A_WEEK, whole: members * days })

/** How many gigs there are in each state (spec §15.9), 0 where there is none. @param gigs With `count` if one stands for several. */
export const gigsByState = (
  gigs: readonly { readonly state: GigState; readonly count?: number }[],
): Readonly<Record<GigState, number>> => {
  const counts = Object.fromEntries(GigState.map((state) => [state, 0])) as Record<GigState, number>
  for (const { state, count = 1 } of gigs) counts[state] += count
  return counts
}

/** Five-number summary (Tukey 1977) of some values. */
export type FiveNumbers = {
  readonly min: number
  readonly lowerQuartile: number
  readonly median: number
  readonly upperQuartile: number
  readonly max: number
}

/**
 * Least, quartiles and greatest (spec §15.11). Quartiles between two values are interpolated (Hyndman and Fan 1996, type 7: what R, NumPy
 * and spreadsheets do) and rounded down.
 *
 * @param values Whole numbers, in any order. @returns Null of none.
 */
export const fiveNumbersOf = (values: readonly number[]): FiveNumbers | null => {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const at = (quarters: number): number => {
    const place = (sorted.length - 1) * quarters
    const lower = sorted[Math.floor(place / 4)] ?? 0
    const upper = sorted[Math.ceil(place / 4)] ?? 0
    return Math.floor((4 * lower + (place % 4) * (upper - lower)) / 4)
  }
  return { min: at(0), lowerQuartile: at(1), median: at(2), upperQuartile: at(3), max: at(4) }
}

/** The three things of a town that its score is made of, and the score in hundredths; null before the first activation. */
export type ScoredTown = {
  readonly members: number
  /** See `skillCounts`. */
  readonly skillCounts: readonly number[]
  readonly score: number | null
}

/**
 * The spread of scores, of towns that have one and members (spec §15.11).
 *
 * @returns How many these are, how many of them are not self-sustaining, and their scores in hundredths; null without such a town.
 */
export const scoresOf = (
  towns: readonly ScoredTown[],
): { readonly towns: number; readonly below48: number; readonly spread: FiveNumbers | null } => {
  const scored = towns.flatMap(({ score, ...town }) => (score !== null && town.members > 0 ? [{ score, ...town }] : []))
  return {
    towns: scored.length,
    below48: scored.filter(({ skillCounts, members }) => isBelow48({ ...coverage(skillCounts), members })).length,
    spread: fiveNumbersOf(scored.map(({ score }) => score)),
  }
}

const ascending = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)
