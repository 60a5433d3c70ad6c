import {
  type CommunityPulse,
  completedPerMemberWeekBps,
  type GigState,
  gigsByState,
  giniBps,
  holdersOfHalf,
  type NetworkPulse,
  type Pulse,
  scoresOf,
  velocityBps,
} from '@distributed-town/protocol'
import { sql } from 'kysely'
import type { Node } from '../../node.ts'
import { requireCommunity, stateOf } from './communities.ts'

// The measures of spec §15. They are made of the tables anew whenever something that they show was touched: nothing is summed up ahead, so
// that blocks that are undone leave nothing behind.

const DAY = 86_400
const WEEK = 7 * DAY

/** Of the period, in days, and of the series that comes with it, in weeks; both end with the present day. */
export type PulseOptions = { readonly days: number; readonly weeks: number }

/** How a town fares. @returns also when it will be another without anything happening: at the end of the day. @throws NOT_FOUND */
export const getCommunityPulse = async (
  node: Pick<Node, 'db' | 'pool' | 'chain'>,
  { communityId, ...options }: PulseOptions & { readonly communityId: number },
): Promise<{ readonly pulse: CommunityPulse; readonly changesAt: number }> => {
  await requireCommunity(node, communityId)
  const { working, ...pulse } = await readPulse(node, { ...options, communityId })
  return { pulse: { communityId, ...pulse }, changesAt: pulse.to }
}

/** How all towns fare. @returns See `getCommunityPulse`. */
export const getNetworkPulse = async (
  node: Pick<Node, 'db' | 'chain'>,
  options: PulseOptions,
): Promise<{ readonly pulse: NetworkPulse; readonly changesAt: number }> => {
  const [pulse, towns] = await Promise.all([
    readPulse(node, options),
    node.db
      .selectFrom('chain.community')
      .select(['members', 'spenders', 'score'])
      .select('skill_counts as skillCounts')
      .execute(),
  ])
  const active = towns.map(stateOf).filter((town) => town.active)
  return {
    pulse: {
      ...pulse,
      towns: towns.length,
      active: active.length,
      founding: active.filter(({ founding }) => founding).length,
      scores: scoresOf(towns),
    },
    changesAt: pulse.to,
  }
}

/** Of one community, or of all. */
const readPulse = async (
  { db, chain }: Pick<Node, 'db' | 'chain'>,
  { communityId, days, weeks }: PulseOptions & { readonly communityId?: number },
): Promise<Pulse & { readonly working: number }> => {
  const to = (Math.floor(chain.time() / DAY) + 1) * DAY
  const from = to - days * DAY
  const [{ balances, validated }, gigs, flow, series] = await Promise.all([
    readMembers(db, communityId),
    readGigs(db, communityId),
    readFlow(db, { communityId, from }),
    readWeeks(db, { communityId, to, weeks }),
  ])
  const held = balances.reduce((sum, balance) => sum + balance, 0n)
  const members = balances.length
  return {
    from,
    to,
    members,
    validated,
    held,
    giniBps: giniBps(balances),
    holdersOfHalf: holdersOfHalf(balances),
    ...flow,
    velocityBps: velocityBps({ turnover: flow.turnover, held }),
    completedPerMemberWeekBps: completedPerMemberWeekBps({ completed: flow.completed, members, days }),
    gigs: gigsByState(gigs),
    ratings: gigs.reduce((sum, { ratings }) => sum + ratings, 0),
    ratingsCounted: gigs.reduce((sum, { counted }) => sum + counted, 0),
    weeks: series,
  }
}

type Db = Node['db']

/** Undefined: all. */
type CommunityId = number | undefined

/** Who lives there. */
const isMember = (communityId: CommunityId) =>
  communityId === undefined ? sql`community_id is not null` : sql`community_id = ${communityId}`

/** What all members have, and how many of them are validated. */
const readMembers = async (db: Db, communityId: CommunityId) => {
  // The balances as one value: as rows they cost more than all that is done with them. In their order, which is half of that.
  const { rows } = await sql<{ readonly balances: readonly bigint[]; readonly validated: bigint }>`
    select coalesce(array_agg(balance order by balance), '{}') as balances, count(validated_at) as validated
      from chain.wallet where ${isMember(communityId)}`.execute(db)
  return { balances: rows[0]?.balances ?? [], validated: Number(rows[0]?.validated ?? 0) }
}

/** How many gigs are in a state, how many ratings these have, and how many of them count. */
const readGigs = async (db: Db, communityId: CommunityId) => {
  const { rows } = await sql<{
    readonly state: GigState
    readonly count: bigint
    readonly ratings: bigint
    readonly counted: bigint
  }>`
    select state, count(*), count(rating) as ratings, count(*) filter (where rating_counted) as counted
      from chain.gig where ${isOf(communityId)} group by state`.execute(db)
  return rows.map(({ state, count, ratings, counted }) => ({
    state,
    count: Number(count),
    ratings: Number(ratings),
    counted: Number(counted),
  }))
}

const isOf = (communityId: CommunityId) => (communityId === undefined ? sql`true` : sql`community_id = ${communityId}`)

type Since = { readonly communityId: CommunityId; readonly from: number }

/** Payments (spec §15.4) with their parties. A completed gig pays its taker once; the index over them has the same kinds and sign. */
const paymentsSince = ({ communityId, from }: Since) => sql`
  select kind, at, amount, community_id, counterparty_wallet as payer, wallet_id as payee from chain.statement
    where kind in ('payment', 'transfer') and amount > 0 and counterparty_wallet <> wallet_id
      and ${isOf(communityId)} and at >= ${from}`

/** Gigs completed and credits paid, how many of those who are members now paid and earned, and in how many towns a gig was completed. */
const readFlow = async (db: Db, since: Since) => {
  const { rows } = await sql<{
    readonly completed: bigint
    readonly turnover: bigint
    readonly paid: bigint
    readonly earned: bigint
    readonly working: bigint
  }>`
    with payment as materialized (${paymentsSince(since)})
    select count(*) filter (where kind = 'payment') as completed, coalesce(sum(amount), 0) as turnover,
      (select count(*) from chain.wallet where ${isMember(since.communityId)} and id in (select payer from payment)) as paid,
      (select count(*) from chain.wallet where ${isMember(since.communityId)} and id in (select payee from payment)) as earned,
      count(distinct community_id) filter (where kind = 'payment') as working
    from payment`.execute(db)
  const row = rows[0]
  return {
    completed: Number(row?.completed ?? 0),
    turnover: row?.turnover ?? 0n,
    paid: Number(row?.paid ?? 0),
    earned: Number(row?.earned ?? 0),
    working: Number(row?.working ?? 0),
  }
}

/** Gigs completed and credits paid in each week, the earliest first. */
const readWeeks = async (
  db: Db,
  { communityId, to, weeks }: { readonly communityId: CommunityId; readonly to: number; readonly weeks: number },
): Promise<Pulse['weeks']> => {
  const first = to - weeks * WEEK
  const { rows } = await sql<{ readonly week: bigint; readonly completed: bigint; readonly turnover: bigint }>`
    select (at - ${first}) / ${WEEK} as week, count(*) filter (where kind = 'payment') as completed, sum(amount) as turnover
      from (${paymentsSince({ communityId, from: first })}) as payment group by week`.execute(db)
  const found = new Map(rows.map(({ week, ...row }) => [Number(week), row]))
  return Array.from({ length: weeks }, (_, week) => ({
    from: first + week * WEEK,
    completed: Number(found.get(week)?.completed ?? 0),
    turnover: found.get(week)?.turnover ?? 0n,
  }))
}
