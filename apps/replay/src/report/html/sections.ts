import { CREDIT, SUPPLY, SUSTAINING_SCORE } from '@distributed-town/sdk'
import { ACT_WORDS } from '../act-words.ts'
import { findingsOf } from '../findings.ts'
import { hasSupply } from '../has-supply.ts'
import { credits, exactCredits, fraction, milliseconds, percent, plain, points } from '../numbers.ts'
import { byCount, explain } from '../reasons.ts'
import type { Report, TownReport } from '../schema.ts'
import { STANDING_WORDS, type Standing } from '../standing.ts'
import { NOT_THERE_YET } from '../text.ts'
import { type Html, html } from './html.ts'
import { bar, binsTable, figure, plots, section, table, toBins } from './parts.ts'
import { histogram, scatter, shapeOf, stackedColumns, type Tone } from './plots.ts'

const TONES: Readonly<Record<Standing, Tone>> = {
  living: 'forest',
  strained: 'carrot',
  stalled: 'burgundy',
  idle: 'edge',
  notFounded: 'edge',
}

const nameOf = (standing: Standing): string => STANDING_WORDS[standing].name

export const header = ({ source, totals, towns }: Report): Html => {
  const proven = towns.filter(hasSupply).length
  return html`<header><p class="eyebrow">Distributed Town · replay</p><h1>What became of ${plain(totals.towns)} towns</h1>
<p class="lead">${plain(totals.members)} people of ${source.file} moved in and wanted ${plain(totals.wanted)} gigs of each other. ${plain(totals.done)} were done and rated.</p>
<p class="${totals.differing.length === 0 ? 'proof' : 'proof wrong'}">${
    totals.differing.length === 0
      ? `${plain(SUPPLY)} credits in each of ${plain(proven)} towns, read from the chain`
      : `The chain says otherwise in towns ${totals.differing.join(', ')}`
  }</p></header>`
}

export const keyFigures = ({ totals, run }: Report): Html => {
  const figures = [
    ['Towns founded', plain(totals.founded), `of ${plain(totals.towns)}`],
    ['Residents', plain(totals.members), `of ${plain(totals.residents)}`],
    ['Gigs done', plain(totals.done), `of ${plain(totals.wanted)} wanted`],
    ['Ratings', plain(totals.ratings), `${plain(totals.ratingsCounted)} count`],
    ['Validated', plain(totals.validated), 'wallets'],
    ['Past founding', plain(totals.pastFounding), `of ${plain(totals.founded)} towns`],
    ['Actions', plain(run.actions), `${plain(run.actionsPerSecond, 1)} a second`],
    ['Gas', plain(run.gas.total / 1e6), 'million'],
  ] as const
  return html`<dl class="figures">${figures.map(
    ([name, value, rest]) => html`<div><dt>${name}</dt><dd><b>${value}</b> ${rest}</dd></div>`,
  )}</dl>`
}

export const findings = (report: Report): Html => {
  const sentences = findingsOf(report)
  if (sentences.length === 0) return html``
  return html`<section><h2>What it says about the rules</h2><ul class="findings">${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul></section>`
}

export const standings = ({ totals, towns }: Report): Html => {
  const there = totals.standings.filter(({ towns: count }) => count > 0)
  return section(
    'How the towns fare',
    'Each house is a town. Its windows are lit by the quarters of its wanted gigs that were done; when the replay ended, nobody could begin any of the others.',
    html`<div class="card"><svg class="sprite" aria-hidden="true"><symbol id="house" viewBox="0 0 20 22"><path d="M1 9.5 10 1.5 19 9.5V21H1Z"/></symbol></svg>
<div class="street" role="img" aria-label="${there.map(({ standing, towns: count }) => `${plain(count)} ${nameOf(standing)}`).join(', ')}">${towns.map(houseOf)}</div>${table(
      {
        caption: 'Towns by how they fare',
        columns: ['Standing', 'Towns', 'Residents', 'Gigs wanted', 'Done', 'Validated'],
        rows: there.map(({ standing, towns: count, residents, wanted, done, validated }) => [
          html`<span class="standing">${house({ standing, lit: LIT[standing] })}<span>${nameOf(standing)}<small>${STANDING_WORDS[standing].means}</small></span></span>`,
          bar(plain(count), count / totals.towns, TONES[standing]),
          plain(residents),
          plain(wanted),
          plain(done),
          plain(validated),
        ]),
      },
    )}</div>`,
  )
}

const WINDOWS = ['M4.5 10.5h4v4h-4z', 'M11.5 10.5h4v4h-4z', 'M4.5 16h4v4h-4z', 'M11.5 16h4v4h-4z']

/** Lit windows of a house that stands for all towns of a standing. */
const LIT: Readonly<Record<Standing, number>> = { living: 4, strained: 2, stalled: 1, idle: 0, notFounded: 0 }

const house = ({
  standing,
  lit,
  title,
}: {
  readonly standing: Standing
  readonly lit: number
  readonly title?: Html
}): Html => {
  const isEmpty = standing === 'idle' || standing === 'notFounded'
  return html`<svg class="house ${TONES[standing]}${isEmpty ? ' empty' : ''}" viewBox="0 0 20 22" aria-hidden="true">${title}<use href="#house"/><path class="dark" d="${WINDOWS.slice(lit).join('')}"/><path class="lit" d="${WINDOWS.slice(0, lit).join('')}"/></svg>`
}

const houseOf = ({ town, standing, wanted, done, state }: TownReport): Html =>
  house({
    standing,
    lit: wanted === 0 ? 0 : Math.ceil((4 * done) / wanted),
    title: html`<title>${town}${state ? ` ${state.name}` : ''}: ${nameOf(standing)}, ${plain(done)} of ${plain(wanted)} gigs done</title>`,
  })

export const gigs = ({ totals, towns }: Report): Html => {
  const notDone = byCount(totals.notDone)
  const share = (count: number) => (totals.wanted === 0 ? 0 : count / totals.wanted)
  const demanding = towns.filter(({ wanted }) => wanted > 0)
  return section(
    'Gigs',
    `${plain(totals.wanted)} wanted, ${plain(totals.done)} done and rated, ${plain(totals.smaller)} of them smaller than wanted.`,
    plots(
      html`<div class="card"><h3>Done, and why not</h3>${table({
        caption: 'Gigs that were wanted',
        columns: ['What became of them', 'Gigs'],
        rows: [
          ['done as wanted', bar(plain(totals.done - totals.smaller), share(totals.done - totals.smaller), 'forest')],
          ['done, but smaller', bar(plain(totals.smaller), share(totals.smaller), 'forest')],
          ...notDone.map(([why, count]) => [
            html`${explain(why) ?? why}<small>${why}</small>`,
            bar(plain(count), share(count), 'burgundy'),
          ]),
        ],
      })}</div>`,
      figure({
        title: 'Wanted and done',
        gist: 'Each mark is a town in which somebody wanted a gig.',
        plot: scatter({
          spoken: `Share of wanted gigs done in ${demanding.length} towns: ${demanding.filter(({ wanted, done }) => done >= wanted).length} did all`,
          points: demanding.map(({ town, wanted, done, standing }) => ({
            x: wanted,
            share: done / wanted,
            tone: TONES[standing],
            title: `Town ${town}: ${done} of ${wanted}`,
          })),
          xTitle: 'gigs wanted',
        }),
        legend: html`<p class="legend">${(['living', 'strained', 'stalled'] as const).map((standing) => html`<span>${shapeOf(TONES[standing])} ${nameOf(standing)}</span>`)}</p>`,
        table: table({
          caption: 'Gigs wanted and done in each town',
          columns: ['Town', 'Wanted', 'Done'],
          rows: demanding.map(({ town, wanted, done }) => [String(town), plain(wanted), plain(done)]),
        }),
      }),
    ),
  )
}

export const economy = ({ totals, towns }: Report): Html => {
  const states = towns.flatMap(({ state }) => (state ? [state] : []))
  const balances = totals.balances.map(({ members, ...edges }) => ({ ...edges, count: members }))
  const ginis = states.flatMap(({ giniBps }) => (giniBps === null ? [] : [giniBps / 10_000]))
  const giniBins = toBins(ginis, { width: 0.02, end: Math.max(0.2, ...ginis) + 0.001 })
  const scores = states.flatMap(({ score }) => (score === null ? [] : [score / 100]))
  const scoreBins = toBins(scores, { width: 4, end: Math.max(60, ...scores) + 0.01 })
  const { scores: scored, giniBpsOfTowns: spread } = totals
  return section(
    'Credits and skills',
    `A credit in members' hands changed hands ${fraction(totals.velocityBps)} times. ${percent(totals.payersBps)} of the members paid for a gig, ${percent(totals.payeesBps)} were paid for one; in ${plain(totals.everybodyTrades)} towns everybody did both.`,
    plots(
      figure({
        title: 'What members hold',
        gist: `${credits(totals.held)} credits, of which ${credits(totals.spendable)} can be spent. Gini of all: ${fraction(totals.giniBps)}.`,
        plot: histogram({
          spoken: 'How many members hold how many credits',
          bins: balances,
          xTitle: 'credits of a member',
          tone: 'denim',
          format: (value) => plain(value),
        }),
        table: binsTable('Members by their credits', 'Credits', balances, 'Members', (value) => plain(value)),
      }),
      figure({
        title: 'Inequality within the towns',
        gist: spread
          ? `Gini from ${fraction(spread.min)} to ${fraction(spread.max)}; half of the towns are at ${fraction(spread.median)} or less.`
          : 'No town was founded.',
        plot: histogram({
          spoken: 'How many towns have which Gini coefficient',
          bins: giniBins,
          xTitle: 'Gini coefficient of a town',
          tone: 'denim',
          format: (value) => plain(value, 2),
        }),
        table: binsTable('Towns by their Gini coefficient', 'Gini', giniBins, 'Towns', (value) => plain(value, 2)),
      }),
      figure({
        title: 'Scarcity scores',
        gist: scored.spread
          ? `From ${points(scored.spread.min)} to ${points(scored.spread.max)}, half at ${points(scored.spread.median)} or less; ${plain(scored.below48)} of ${plain(scored.towns)} under 48.`
          : 'No town has a score.',
        plot: histogram({
          spoken: 'How many towns have which score',
          bins: scoreBins,
          xTitle: 'score of a town',
          tone: 'carrot',
          format: (value) => plain(value),
          mark: { value: SUSTAINING_SCORE / 100, label: '48' },
        }),
        table: binsTable('Towns by their score', 'Score', scoreBins, 'Towns', (value) => plain(value)),
      }),
    ),
  )
}

const PARTS = [
  { name: 'vault', tone: 'denim' },
  { name: 'members', tone: 'carrot' },
  { name: 'escrow', tone: 'burgundy' },
  { name: 'treasury', tone: 'forest' },
] as const

export const treasury = ({ totals, towns }: Report): Html => {
  const founded = towns.flatMap(({ town, state }) => (state ? [{ town, ...state }] : []))
  const sorted = founded.toSorted((a, b) => Number(b.books.members - a.books.members))
  return section(
    'Books and treasury',
    `vault + treasury account + escrow + members, as each town's contract says: ${plain(towns.filter(hasSupply).length)} of ${plain(totals.founded)} towns have exactly ${plain(SUPPLY)} credits.`,
    plots(
      figure({
        title: 'Where the credits are',
        gist: 'A column for each town, those whose members hold most to the left. Each that adds up reaches the line at the top.',
        plot: stackedColumns({
          spoken: `Vault, members, escrow and treasury account of ${founded.length} towns`,
          columns: sorted.map(({ books }) => PARTS.map(({ name }) => Number(books[name] / CREDIT))),
          greatest: SUPPLY,
          tones: PARTS.map(({ tone }) => tone),
          format: (value) => (value === 0 ? '0' : `${plain(value / 1000)}k`),
          xTitle: 'towns',
        }),
        legend: html`<p class="legend">${PARTS.map(({ name, tone }) => html`<span><i class="swatch ${tone}"></i> ${name}</span>`)}</p>`,
        table: table({
          caption: 'Books of the towns in credits',
          columns: ['Town', 'Vault', 'Treasury', 'Escrow', 'Members', 'Sum'],
          rows: founded.map(({ town, books }) => [
            String(town),
            ...[books.vault, books.treasury, books.escrow, books.members, books.sum].map(exactCredits),
          ]),
        }),
      }),
      html`<div class="card"><h3>Treasury account</h3><dl class="facts">
<div><dt>Credits that completed gigs brought</dt><dd>${credits(totals.contributed)}</dd></div>
<div><dt>Distributions due</dt><dd>${plain(totals.distributionsDue)}</dd></div>
<div><dt>Credits that returned to vaults by them</dt><dd>${credits(totals.returned)}</dd></div></dl><p>${NOT_THERE_YET}.</p></div>`,
    ),
  )
}

export const machine = ({ run }: Report): Html => {
  const { gas, latencies, latency } = run
  const mostGas = Math.max(1, ...gas.kinds.map(({ perRequest }) => perRequest))
  const longest = Math.max(1, ...latencies.map(({ p99 }) => p99))
  const time = (value: number) => bar(plain(value), value / longest, 'denim')
  return section(
    'What it took',
    `${plain(run.actions)} actions in ${plain(run.seconds)} seconds: ${plain(run.actionsPerSecond, 1)} a second.${latency ? ` Half of them took ${milliseconds(latency.p50)} or less, 99 % no more than ${milliseconds(latency.p99)}.` : ''}`,
    html`<div class="plots wide"><div class="card"><h3>Gas of each action</h3><p>${plain(gas.total)} in ${plain(gas.transactions)} transactions, which carried ${plain(gas.requests)} actions. A transaction carries those of several people: what each kind costs is estimated by least squares over all receipts, with the ${plain(gas.perTransaction)} of a transaction itself shared evenly.</p>${table(
      {
        caption: 'Gas of each kind of action',
        columns: ['Action', 'Number', 'Gas each'],
        rows: gas.kinds.map(({ kind, requests, perRequest }) => [
          ACT_WORDS[kind],
          plain(requests),
          bar(plain(perRequest), perRequest / mostGas, 'carrot'),
        ]),
      },
    )}</div><div class="card"><h3>How long each action took</h3><p>Milliseconds from when somebody acts until the answers of the node show it: within these were half of them, 90 % and 99 %.</p>${table(
      {
        caption: 'Latencies of each kind of action',
        columns: ['Action', 'Half', '90 %', '99 %'],
        rows: latencies.map(({ kind, p50, p90, p99 }) => [ACT_WORDS[kind], ...[p50, p90, p99].map(time)]),
      },
    )}</div></div>`,
  )
}

export const allTowns = ({ towns, totals }: Report): Html =>
  section(
    'All towns',
    'Amounts in whole credits, rounded down; report.json has them exactly.',
    html`<div class="card">${table({
      caption: 'All towns',
      isLong: true,
      columns: [
        'Town',
        'Its name',
        'Fares',
        'Members',
        'Validated',
        'Founding',
        'Wanted',
        'Done',
        'Mostly not done for',
        'Score',
        'Gini',
        'Velocity',
        'Paid',
        'Were paid',
        'Held',
        'To spend',
        'Contributed',
        'Due',
        'Sum',
      ],
      rows: towns.map(({ town, standing, residents, wanted, done, notDone, state }) => [
        `${town}${totals.differing.includes(town) ? ' differs' : ''}`,
        state?.name ?? '–',
        html`${shapeOf(TONES[standing])} ${nameOf(standing)}`,
        `${state?.members ?? 0} of ${residents}`,
        ...(state ? [plain(state.validated), state.founding ? 'yes' : 'no'] : ['–', '–']),
        plain(wanted),
        plain(done),
        byCount(notDone)[0]?.[0] ?? '–',
        ...(state
          ? [
              points(state.score),
              fraction(state.giniBps),
              fraction(state.velocityBps),
              plain(state.payers),
              plain(state.payees),
              credits(state.books.members),
              credits(state.spendable),
              credits(state.contributed),
              plain(state.distributionsDue),
              credits(state.books.sum),
            ]
          : Array<string>(10).fill('–')),
      ]),
    })}</div>`,
  )

export const footer = ({ source, run }: Report): Html =>
  html`<footer><p>File ${source.file}, seed ${source.seed}. Chain ${run.chainId}, blocks ${plain(run.fromBlock)} to ${plain(run.toBlock)}; node ${run.nodeVersion}.</p></footer>`
