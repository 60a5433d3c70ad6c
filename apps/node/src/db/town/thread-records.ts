import type { NostrEvent } from '@distributed-town/protocol'
import { sql } from 'kysely'
import type { Node } from '../../node.ts'
import { statements } from '../compile.ts'
import { serializeEvent, tagPairs } from './records.ts'
import { authorScope, countUsage, dayOf, isRelayFull, type Quotas, townScope, type UsedUp } from './usage.ts'

/** A record that somebody wants to be kept among those of a community. */
export type ThreadRecord = {
  readonly event: NostrEvent
  readonly communityId: number
  readonly epoch: number
}

export type ThreadInsertion = 'stored' | 'duplicate' | 'deleted' | 'notAMember' | UsedUp | { readonly epoch: number }

/**
 * Keeps those of the records whose authors live in their communities and whose epochs are the present ones; no two have the same id. Many
 * in one statement: what it costs to write durably is paid once, and who may write is still decided in the statement that writes.
 * @returns for each in order; the present epoch if it has another.
 */
export const insertThreadRecords = async (
  { pool }: Pick<Node, 'pool'>,
  { records, receivedAt, quotas }: { records: readonly ThreadRecord[]; receivedAt: number; quotas: Quotas },
): Promise<readonly ThreadInsertion[]> => {
  const rows = records.map(({ event, communityId, epoch }, n) => ({
    n,
    id: event.id,
    pubkey: event.pubkey,
    created_at: event.created_at,
    kind: event.kind,
    community_id: communityId,
    epoch,
    tags: tagPairs(event),
    event: serializeEvent(event),
  }))
  const { rows: results } = await pool.query<Result>({
    name: 'insertThreadRecords',
    text: STATEMENT,
    values: [
      JSON.stringify(rows),
      receivedAt,
      dayOf(receivedAt),
      quotas.relayBytes,
      quotas.townBytes,
      quotas.townEventsPerDay,
      quotas.townBytesPerDay,
      quotas.authorEventsPerDay,
      quotas.authorBytesPerDay,
    ],
  })
  return results.map(toInsertion)
}

type Result = {
  readonly member: boolean
  readonly epoch: bigint
  readonly present: bigint | null
  /** Null: not known. */
  readonly deleted: boolean | null
  readonly used_up: UsedUp | null
  readonly stored: boolean
}

const toInsertion = ({ member, epoch, present, deleted, used_up, stored }: Result): ThreadInsertion => {
  // Before the rules that time can change: who repeats a message because the answer got lost is told that it arrived.
  if (deleted !== null) return deleted ? 'deleted' : 'duplicate'
  if (!member || present === null) return 'notAMember'
  if (present !== epoch) return { epoch: Number(present) }
  if (stored) return 'stored'
  return used_up ?? 'duplicate'
}

// Counted upwards within the batch: a quota ends in the middle of one as it does between two.
const STATEMENT = sql`
  with incoming as materialized (
    select *, octet_length(event)::bigint as bytes
    from json_to_recordset($1::json) as i (
      n integer, id text, pubkey text, created_at bigint, kind integer, community_id bigint, epoch bigint, tags text[], event text
    )
  ),
  -- Each row asks an index: joins would be planned for the sizes that the tables once had, and read all of them.
  judged as materialized (
    select
      i.n, i.epoch,
      (select t.epoch from chain.community t where t.id = i.community_id) as present,
      (select r.event is null from town.record r where r.id = i.id) as deleted,
      coalesce((
        select true from chain.wallet w where w.messaging_key = '0x' || i.pubkey and w.community_id = i.community_id limit 1
      ), false) as member
    from incoming i
  ),
  weighed as materialized (
    select
      i.n,
      case
        when (select ${isRelayFull(sql`$4::bigint`)}) then 'relay'
        when coalesce(town.bytes, 0) + sum(i.bytes) over in_town > $5::bigint then 'town'
        when case when town.day = $3::bigint then town.day_events else 0 end + count(*) over in_town > $6::bigint then 'townDay'
        when case when town.day = $3::bigint then town.day_bytes else 0 end + sum(i.bytes) over in_town > $7::bigint then 'townDay'
        when coalesce(author.day_events, 0) + count(*) over of_author > $8::bigint then 'author'
        when coalesce(author.day_bytes, 0) + sum(i.bytes) over of_author > $9::bigint then 'author'
      end as used_up
    from incoming i
    join judged j using (n)
    left join town.usage town on town.scope = ${townScope(sql`i.community_id`)}
    left join town.usage author on author.scope = ${authorScope(sql`i.pubkey`)} and author.day = $3::bigint
    where j.member and j.present = j.epoch and j.deleted is null
    window in_town as (partition by i.community_id order by i.n), of_author as (partition by i.pubkey order by i.n)
  ),
  stored as (
    insert into town.record (id, pubkey, created_at, kind, community_id, tags, event, received_at)
    select id, pubkey, created_at, kind, community_id, tags, event, $2::bigint
    from incoming join weighed using (n)
    where used_up is null
    order by n
    on conflict (id) do nothing
    returning id
  ),
  usage as (${countUsage(
    sql`
      select scope, 1, i.bytes, i.bytes
      from stored join incoming i using (id)
      cross join lateral (values (${authorScope(sql`i.pubkey`)}), (${townScope(sql`i.community_id`)})) as s (scope)`,
    sql`$3`,
  )})
  select j.*, w.used_up, s.id is not null as stored
  from judged j
  join incoming i using (n)
  left join weighed w using (n)
  left join stored s on s.id = i.id
  order by n
`.compile(statements).sql
