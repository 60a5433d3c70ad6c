import { CREDIT, fiveNumbersOf, giniBps, ratioBps, scoresOf, velocityBps } from '@distributed-town/sdk'
import { mergeTallies } from '../tally.ts'
import type { TownResult } from '../town-result.ts'
import { hasSupply } from './has-supply.ts'
import type { ReadTown } from './read-town-state.ts'
import type { Report, Totals, TownReport } from './schema.ts'
import { STANDINGS, standingOf } from './standing.ts'

/**
 * What the replay counted and what the chain says, town by town and in all.
 *
 * @param options.states Of the towns that were founded, by their number in the file.
 */
export const summarize = ({
  results,
  states,
}: {
  readonly results: readonly TownResult[]
  readonly states: ReadonlyMap<number, ReadTown>
}): Pick<Report, 'totals' | 'towns'> => {
  const towns = results.map((result) => toTownReport(result, states.get(result.town)))
  return { totals: toTotals({ results, towns, read: [...states.values()] }), towns }
}

const toTownReport = (
  { town, residents, unknownWork, wanted, smaller, notDone }: TownResult,
  read: ReadTown | undefined,
): TownReport => {
  const done = read?.gigs.rated ?? 0
  return {
    town,
    standing: standingOf({ isFounded: read !== undefined, wanted, done }),
    residents,
    unknownWork,
    wanted,
    done,
    smaller,
    notDone: Object.fromEntries(notDone),
    ratings: done,
    ratingsCounted: read?.gigs.counted ?? 0,
    state: read?.state ?? null,
  }
}

const toTotals = ({
  results,
  towns,
  read,
}: {
  readonly results: readonly TownResult[]
  readonly towns: readonly TownReport[]
  readonly read: readonly ReadTown[]
}): Totals => {
  const states = read.map(({ state }) => state)
  const roster = read.flatMap((each) => each.roster)
  const add = <Item>(items: readonly Item[], count: (item: Item) => number) =>
    items.reduce((sum, item) => sum + count(item), 0)
  const addUp = (amount: (state: (typeof states)[number]) => bigint) =>
    states.reduce((sum, state) => sum + amount(state), 0n)
  const members = roster.length
  const held = addUp(({ books }) => books.members)
  const turnover = addUp((state) => state.turnover)
  return {
    towns: towns.length,
    founded: states.length,
    pastFounding: states.filter(({ active, founding }) => active && !founding).length,
    everybodyTrades: states.filter(({ everybodyTrades }) => everybodyTrades).length,
    residents: add(towns, ({ residents }) => residents),
    members,
    unknownWork: add(towns, ({ unknownWork }) => unknownWork),
    validated: add(states, ({ validated }) => validated),
    withoutCredits: add(states, ({ withoutCredits }) => withoutCredits),
    wanted: add(towns, ({ wanted }) => wanted),
    done: add(towns, ({ done }) => done),
    smaller: add(towns, ({ smaller }) => smaller),
    notDone: Object.fromEntries(mergeTallies(results.map(({ notDone }) => notDone))),
    ratings: add(towns, ({ ratings }) => ratings),
    ratingsCounted: add(towns, ({ ratingsCounted }) => ratingsCounted),
    standings: STANDINGS.map((standing) => {
      const those = towns.filter((town) => town.standing === standing)
      return {
        standing,
        towns: those.length,
        residents: add(those, ({ residents }) => residents),
        wanted: add(those, ({ wanted }) => wanted),
        done: add(those, ({ done }) => done),
        validated: add(those, ({ state }) => state?.validated ?? 0),
      }
    }),
    scores: scoresOf(
      read.map(({ state, skillCounts }) => ({ members: state.members, score: state.score, skillCounts })),
    ),
    giniBps: giniBps(roster.map(({ balance }) => balance)),
    giniBpsOfTowns: fiveNumbersOf(states.flatMap(({ giniBps: gini }) => (gini === null ? [] : [gini]))),
    held,
    spendable: addUp(({ spendable }) => spendable),
    resting: addUp(({ resting }) => resting),
    turnover,
    velocityBps: velocityBps({ turnover, held }),
    payersBps: ratioBps({ part: add(states, ({ payers }) => payers), whole: members }),
    payeesBps: ratioBps({ part: add(states, ({ payees }) => payees), whole: members }),
    contributed: addUp(({ contributed }) => contributed),
    distributionsDue: add(states, ({ distributionsDue }) => distributionsDue),
    returned: addUp(({ returned }) => returned),
    balances: toBins(roster.map(({ balance }) => Number(balance / CREDIT))),
    differing: towns.flatMap((each, i) => (isAsExpected(each, results[i]) ? [] : [each.town])),
  }
}

/** Whether the town has its credits (spec §3.2), and the replay and the chain agree on what was done. */
const isAsExpected = (town: TownReport, believed: TownResult | undefined): boolean =>
  town.done === believed?.done && (town.state === null || hasSupply(town))

/** From the lowest to the highest that is not empty. */
const toBins = (credits: readonly number[]): Totals['balances'] => {
  const counts = new Map<number, number>()
  for (const credit of credits) {
    const bin = Math.floor(credit / BIN_CREDITS)
    counts.set(bin, (counts.get(bin) ?? 0) + 1)
  }
  if (counts.size === 0) return []
  const [first, last] = [Math.min(...counts.keys()), Math.max(...counts.keys())]
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    from: (first + i) * BIN_CREDITS,
    below: (first + i + 1) * BIN_CREDITS,
    members: counts.get(first + i) ?? 0,
  }))
}

const BIN_CREDITS = 100
