import { SPENDER_CREDITS, SUPPLY } from '@distributed-town/sdk'
import { ACT_WORDS } from './act-words.ts'
import { findingsOf } from './findings.ts'
import { hasSupply } from './has-supply.ts'
import { credits, exactCredits, fraction, milliseconds, percent, plain, points } from './numbers.ts'
import { byCount, explain } from './reasons.ts'
import type { Report, TownReport } from './schema.ts'
import { STANDING_WORDS } from './standing.ts'

/** What a replay came to, as text for people. */
export const formatReport = (report: Report): string => {
  const { totals } = report
  const { scores, giniBpsOfTowns: ginis } = totals
  const notDone = byCount(totals.notDone)
  return [
    row('Towns', `${plain(totals.founded)} founded of ${plain(totals.towns)}`),
    ...totals.standings
      .filter(({ towns }) => towns > 0)
      .map(
        ({ standing, towns }) =>
          `  ${plain(towns)} ${STANDING_WORDS[standing].name}: ${STANDING_WORDS[standing].means}`,
      ),
    row('Past founding', plain(totals.pastFounding)),
    row('Residents', `${plain(totals.members)} of ${plain(totals.residents)}`),
    ...(totals.unknownWork > 0
      ? [row('', `${plain(totals.unknownWork)} with a kind of work that the table of skills doesn't know`)]
      : []),
    row('Validated', `${plain(totals.validated)} wallets`),
    row('Gigs wanted', plain(totals.wanted)),
    row('done', `${plain(totals.done)}, of them ${plain(totals.smaller)} smaller than wanted`),
    row('not done', plain(notDone.reduce((sum, [, count]) => sum + count, 0))),
    ...notDone.map(([why, count]) => `  ${plain(count)} ${[why, explain(why) ?? []].flat().join(': ')}`),
    row('Ratings', `${plain(totals.ratings)}, of them ${plain(totals.ratingsCounted)} count`),
    row(
      'Scores',
      scores.spread
        ? `${points(scores.spread.min)} to ${points(scores.spread.max)}, median ${points(scores.spread.median)}; ${plain(scores.below48)} of ${plain(scores.towns)} towns under 48`
        : 'none',
    ),
    row(
      'Gini',
      `${fraction(totals.giniBps)} of what all members hold${ginis ? `; within a town ${fraction(ginis.min)} to ${fraction(ginis.max)}, median ${fraction(ginis.median)}` : ''}`,
    ),
    row(
      'Velocity',
      `${fraction(totals.velocityBps)}: ${credits(totals.turnover)} credits paid, ${credits(totals.held)} in members' hands`,
    ),
    row(
      'Take part',
      `${percent(totals.payersBps)} of the members paid for a gig, ${percent(totals.payeesBps)} were paid for one; everybody did both in ${plain(totals.everybodyTrades)} towns`,
    ),
    row(
      'Free to spend',
      `${credits(totals.spendable)} of these credits; ${plain(totals.withoutCredits)} members have less than ${SPENDER_CREDITS}`,
    ),
    row(
      'Treasury',
      `${credits(totals.contributed)} credits came by gigs; ${plain(totals.distributionsDue)} distributions due, which returned ${credits(totals.returned)}`,
    ),
    row('', NOT_THERE_YET),
    ...formatRun(report),
    ...formatProof(report),
    ...findingsOf(report).map((finding, i) => row(i === 0 ? 'It says' : '', finding)),
  ]
    .map((line) => `${line}\n`)
    .join('')
}

/** What the issue of treasuries asks for and no contract knows. */
export const NOT_THERE_YET =
  'Nothing was paid out for them: the quadratic treasury (spec §10) and stakes (§9) are not built yet'

const row = (name: string, text: string): string => `${name.padEnd(14)} ${text}`

const formatRun = ({ run }: Report): readonly string[] => {
  const { gas, latency, latencies, actions, seconds, actionsPerSecond } = run
  const kinds = gas.kinds.map(({ kind, requests, perRequest }) => {
    const { p50, p90, p99 } = latencies.find((each) => each.kind === kind) ?? {}
    const times = [p50, p90, p99].map((time) => (time === undefined ? '–' : milliseconds(time)))
    return cells([ACT_WORDS[kind], plain(requests), plain(perRequest), ...times])
  })
  return [
    row('Gas', `${plain(gas.total)} in ${plain(gas.transactions)} transactions with ${plain(gas.requests)} actions`),
    row('Actions', `${plain(actions)} in ${seconds.toFixed(1)} s, ${actionsPerSecond.toFixed(1)} a second`),
    ...(latency
      ? [
          row(
            '',
            `half of them within ${milliseconds(latency.p50)}, 90 % ${milliseconds(latency.p90)}, 99 % ${milliseconds(latency.p99)}`,
          ),
        ]
      : []),
    cells(['', 'number', 'gas each', 'p50', 'p90', 'p99']),
    ...kinds,
  ]
}

const cells = ([name = '', ...numbers]: readonly string[]): string =>
  `  ${name.padEnd(16)}${numbers.map((number) => number.padStart(10)).join('')}`

/** One line when all is well, one more for each town where it is not. */
const formatProof = ({ totals, towns }: Report): readonly string[] => {
  const differing = new Set(totals.differing)
  const equation = `vault + treasury + escrow + members = ${plain(SUPPLY)}, read from the chain`
  return [
    row('Credits', `${equation}: ${towns.filter(hasSupply).length} of ${totals.founded} towns`),
    ...towns.filter(({ town }) => differing.has(town)).map(formatDifference),
  ]
}

const formatDifference = (town: TownReport): string => {
  if (!town.state || hasSupply(town))
    return `  TOWN ${town.town} DIFFERS: on the chain ${town.done} gigs are done, the replay counted others`
  const { vault, treasury, escrow, members, sum } = town.state.books
  return `  TOWN ${town.town} DIFFERS: ${[vault, treasury, escrow, members].map(exactCredits).join(' + ')} = ${exactCredits(sum)}`
}
