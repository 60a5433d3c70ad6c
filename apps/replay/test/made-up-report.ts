import {
  BASE_GRANT,
  CREDIT,
  coverage,
  giniBps,
  MAX_MEMBERS,
  SKILLS_PER_TEMPLATE,
  SUPPLY,
  scoreOf,
  velocityBps,
} from '@distributed-town/sdk'
import { ACT_KINDS } from '../src/act-kinds.ts'
import { createRandom } from '../src/random.ts'
import type { ReadTown } from '../src/report/read-town-state.ts'
import { REPORT_FORMAT, type Report } from '../src/report/schema.ts'
import { summarize } from '../src/report/summarize.ts'
import type { TownResult } from '../src/town-result.ts'

/** A report such as a replay of so many full towns has, of numbers that hang together. @param options.name Of every town. */
export const makeUpReport = ({
  towns,
  members = MAX_MEMBERS,
  name = 'A town',
}: {
  readonly towns: number
  readonly members?: number
  readonly name?: string
}): Report => {
  const random = createRandom('made up', towns)
  const credits = (below: number) => BigInt(random.integer(below)) * CREDIT
  const results: TownResult[] = []
  const states = new Map<number, ReadTown>()
  for (let town = 1; town <= towns; town++) {
    const wanted = random.integer(10) === 0 ? 0 : Math.floor(1.06 ** random.integer(120))
    const done = Math.min(wanted, random.integer(60))
    const smaller = Math.floor(done / 3)
    const notDone = new Map(done < wanted ? [['NotSpendable', wanted - done] as const] : [])
    const base = { town, residents: members, unknownWork: 0, wanted }
    results.push({ ...base, communityId: town, done, smaller, notDone })
    const validated = Math.floor(done / 8)
    const roster = Array.from({ length: members }, (_, i) => ({
      owner: `0x${String(town * 100 + i).padStart(40, '0')}`,
      balance: BigInt(1900) * CREDIT + credits(done === 0 ? 200 : 800),
    }))
    const skillCounts = Array.from({ length: SKILLS_PER_TEMPLATE }, () => Math.max(0, random.integer(9) - 4))
    const held = roster.reduce((sum, { balance }) => sum + balance, 0n)
    const turnover = BigInt(done * 60) * CREDIT
    const treasury = BigInt(BASE_GRANT) * CREDIT + (turnover % (1840n * CREDIT))
    const vault = BigInt(SUPPLY) * CREDIT - treasury - held
    states.set(town, {
      state: {
        communityId: town,
        name: `${name} ${town}`,
        members,
        active: true,
        founding: validated < 3,
        validated,
        withoutCredits: random.integer(members),
        score: scoreOf({ ...coverage(skillCounts), members }),
        spendable: held / 8n,
        resting: held / 10n,
        turnover,
        payers: Math.min(done, members),
        payees: Math.min(done, members),
        everybodyTrades: done > 40,
        giniBps: giniBps(roster.map(({ balance }) => balance)),
        velocityBps: velocityBps({ turnover, held }),
        contributed: turnover,
        distributionsDue: Number(turnover / (1840n * CREDIT)),
        returned: turnover - (turnover % (1840n * CREDIT)),
        books: { vault, treasury, escrow: 0n, members: held, sum: vault + treasury + held },
      },
      gigs: { rated: done, counted: done },
      roster,
      skillCounts,
      foundedInBlock: town,
    })
  }
  const { totals, ...rest } = summarize({ results, states })
  const countOf = (place: number) => (place === 0 ? towns : place === 1 ? totals.members - towns : totals.done)
  const kinds = ACT_KINDS.map((kind, i) => ({ kind, requests: countOf(i), perRequest: 300_000 - 35_000 * i }))
  const times = (i: number) => ({ p50: 400 - 30 * i, p90: 900 - 50 * i, p99: 2100 - 90 * i })
  const actions = kinds.reduce((sum, { requests }) => sum + requests, 0)
  return {
    format: REPORT_FORMAT,
    source: { file: `${name}.ndjson`, seed: '1' },
    totals,
    ...rest,
    run: {
      chainId: 31_337,
      nodeVersion: '0.1.0',
      fromBlock: 5,
      toBlock: 5 + Math.floor(actions / 9),
      seconds: actions / 41,
      actions,
      actionsPerSecond: 41,
      latency: { count: actions, ...times(0) },
      latencies: kinds.map(({ kind, requests }, i) => ({ kind, count: requests, ...times(i) })),
      gas: {
        total: kinds.reduce((sum, { requests, perRequest }) => sum + requests * perRequest, 0),
        transactions: Math.floor(actions / 9),
        requests: actions,
        perTransaction: 24_000,
        kinds,
      },
    },
  }
}
