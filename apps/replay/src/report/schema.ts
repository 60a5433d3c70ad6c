import { amountSchema } from '@distributed-town/sdk'
import { z } from 'zod'
import { ACT_KINDS } from '../act-kinds.ts'
import { STANDINGS } from './standing.ts'

// A report as JSON: `z.encode(reportSchema, report)` writes it, `reportSchema.parse(json)` reads it. Amounts are base units (decimal strings
// in JSON); what a number counts stands at the end of its name unless it is a number of things.

const count = z.int().min(0)
const bps = count.describe('Ten-thousandths.')
const milliseconds = z.number().min(0).describe('Milliseconds.')
const amountOf = (meaning: string) => amountSchema.check(z.describe(meaning))
const amount = amountOf('Base units: 10^18 are one credit.')
const gas = z.int().min(0).describe('Gas.')

/** Why wanted gigs were not done, by the code of what refused them, and how many. */
const notDone = z.record(z.string(), count)

const fiveNumbers = z
  .object({ min: count, lowerQuartile: count, median: count, upperQuartile: count, max: count })
  .nullable()
  .describe('Least, quartiles and greatest; null of none.')

const booksSchema = z.object({ vault: amount, treasury: amount, escrow: amount, members: amount, sum: amount })

/** Of a town on the chain, as chain and API of the node know it after the replay. */
const stateSchema = z.object({
  communityId: z.int().min(1),
  name: z.string(),
  members: count,
  active: z.boolean(),
  founding: z.boolean(),
  validated: count.describe('Members with a validated skill, ever (spec §2.2).'),
  withoutCredits: count.describe('Members who can spend less than a spender has to (spec §3.7).'),
  score: count.nullable().describe('Hundredths; null before the first activation.'),
  spendable: amountOf('Of what members hold, what they can spend (spec §2.4).'),
  resting: amountOf('Of that, what those can spend who never paid for a gig.'),
  turnover: amountOf('Paid for completed gigs.'),
  payers: count.describe('Members who paid for a completed gig.'),
  payees: count.describe('Members who were paid for one.'),
  everybodyTrades: z.boolean().describe('Whether every member paid and was paid.'),
  giniBps: bps.nullable().describe("Of members' balances, ten-thousandths."),
  velocityBps: bps.nullable().describe('How often a credit in the hands of members changed hands, in ten-thousandths.'),
  contributed: amountOf('What completed gigs brought the treasury account (spec §6.3).'),
  distributionsDue: count,
  returned: amountOf('From the treasury account to the vault when distributions were due.'),
  books: booksSchema.describe('Where the credits are, by the contract.'),
})

const townSchema = z.object({
  town: z.int().min(1).describe('Number in the file.'),
  standing: z.enum(STANDINGS),
  residents: count.describe('In the file.'),
  unknownWork: count.describe('Residents with a kind of work that the table of skills does not know.'),
  wanted: count.describe('Gigs.'),
  done: count.describe('Gigs that the chain has as rated.'),
  smaller: count.describe('Of those done, with a smaller commitment than wanted.'),
  notDone,
  ratings: count,
  ratingsCounted: count.describe('Of them, those that count (spec §2.3).'),
  state: stateSchema.nullable().describe('Null: it was not founded.'),
})

const standingSchema = z.object({
  standing: z.enum(STANDINGS),
  towns: count,
  residents: count,
  wanted: count,
  done: count,
  validated: count,
})

const totalsSchema = z.object({
  towns: count,
  founded: count,
  pastFounding: count.describe('Active towns that are no longer founding (spec §3.7).'),
  everybodyTrades: count.describe('Towns in which every member paid and was paid.'),
  residents: count.describe('In the file.'),
  members: count.describe('Who live in the towns.'),
  unknownWork: count,
  validated: count,
  withoutCredits: count,
  wanted: count,
  done: count,
  smaller: count,
  notDone,
  ratings: count,
  ratingsCounted: count,
  standings: z.array(standingSchema),
  scores: z.object({ towns: count, below48: count, spread: fiveNumbers.describe('Hundredths.') }),
  giniBps: bps.nullable().describe('Of the balances of all members of all towns.'),
  giniBpsOfTowns: fiveNumbers,
  held: amountOf('By members.'),
  spendable: amount,
  resting: amount,
  turnover: amount,
  velocityBps: bps.nullable().describe('During the replay.'),
  payersBps: bps.nullable().describe('Members who paid, of all.'),
  payeesBps: bps.nullable(),
  contributed: amount,
  distributionsDue: count,
  returned: amount,
  balances: z
    .array(z.object({ from: count, below: count, members: count }))
    .describe('How many members have how many whole credits.'),
  differing: z.array(z.int()).describe('Towns whose credits are not 96,000, or whose gigs the chain knows otherwise.'),
})

const latencySchema = z.object({ count, p50: milliseconds, p90: milliseconds, p99: milliseconds })

const runSchema = z.object({
  chainId: count,
  nodeVersion: z.string(),
  fromBlock: count.describe('Of the first founding.'),
  toBlock: count,
  seconds: z.number().min(0),
  actions: count,
  actionsPerSecond: z.number().min(0),
  latency: latencySchema.nullable().describe('Of all actions.'),
  latencies: z.array(latencySchema.extend({ kind: z.enum(ACT_KINDS) })),
  gas: z.object({
    total: gas.describe('Used by the transactions that carried actions of these towns, by their receipts.'),
    transactions: count,
    requests: count.describe('Actions in them.'),
    perTransaction: gas.describe('Of that, what a transaction costs before it carries anything; shared evenly below.'),
    kinds: z.array(
      z.object({
        kind: z.enum([...ACT_KINDS, 'other']).describe('other: what nobody of these towns asked for, or what failed.'),
        requests: count,
        perRequest: gas.describe('By least squares over all transactions, as each carries several.'),
      }),
    ),
  }),
})

export const REPORT_FORMAT = 'distributed-town/replay-report/1'

export const reportSchema = z.object({
  format: z.literal(REPORT_FORMAT),
  source: z.object({ file: z.string(), seed: z.string() }),
  /** Follows from file and seed. */
  totals: totalsSchema,
  towns: z.array(townSchema),
  /** Other in each run. */
  run: runSchema,
})

export type Report = z.infer<typeof reportSchema>
export type Totals = Report['totals']
export type TownReport = Report['towns'][number]
export type TownState = NonNullable<TownReport['state']>
