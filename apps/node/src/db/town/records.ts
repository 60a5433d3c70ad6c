import { DELETION_KIND, GIFT_WRAP_KIND, type NostrEvent } from '@distributed-town/protocol'
import { type RawBuilder, sql } from 'kysely'
import type { Node } from '../../node.ts'
import {
  authorScope,
  countUsage,
  dayOf,
  exceedsDay,
  exceedsKept,
  isRelayFull,
  mailboxScope,
  type Quotas,
  townScope,
  type UsedUp,
} from './usage.ts'

// Events of the relay. What decides on a write is asked in the statement that writes, so that nobody can leave in between.

type Db = Pick<Node, 'db'>

/** States of a gig that nothing follows (spec §4.2). */
const FINAL_STATES = ['Rated', 'Settled', 'Cancelled']

export const findRecord = async ({ db }: Db, { id }: { id: string }): Promise<{ deleted: boolean } | undefined> =>
  db
    .selectFrom('town.record')
    .select((eb) => eb('event', 'is', null).$castTo<boolean>().as('deleted'))
    .where('id', '=', id)
    .executeTakeFirst()

/** A thread's event; what members hold in their mailboxes is not answered. */
export const findThreadRecord = async ({ db }: Db, { id }: { id: string }): Promise<NostrEvent | undefined> => {
  const { rows } = await sql<{ event: string }>`
    select event from town.record
    where id = ${id} and community_id is not null and event is not null
  `.execute(db)
  return rows[0] && JSON.parse(rows[0].event)
}

export type WrapInsertion = 'stored' | 'duplicate' | 'unknownRecipient' | 'noWallet' | 'shareUsed' | UsedUp

/** Puts a gift wrap into the mailbox of a wallet or a community. The steward's go through `insertKeyWrap` and don't count here. */
export const insertWrap = async (
  { db }: Db,
  {
    event,
    recipient,
    senders,
    expiresAt,
    receivedAt,
    quotas,
  }: {
    event: NostrEvent
    recipient: string
    /** Messaging keys of whoever brings it; a wrap itself is signed by a key made for it alone. */
    senders: readonly string[]
    expiresAt: number | undefined
    receivedAt: number
    quotas: Quotas
  },
): Promise<WrapInsertion> => {
  const day = dayOf(receivedAt)
  const json = serializeEvent(event)
  const bytes = sql`${Buffer.byteLength(json)}::bigint`
  const mailbox = mailboxScope(sql`${recipient}::text`)
  const { rows } = await sql<{
    known: boolean
    wallet_id: bigint | null
    used_up: UsedUp | null
    counted: boolean
    stored: boolean
  }>`
    with mailbox as (
      select
        exists (select from chain.wallet where messaging_key = ${`0x${recipient}`})
          or exists (select from chain.community where key = ${`0x${recipient}`}) as known,
        sender.id as wallet_id,
        sender.messaging_key as sender,
        case
          when ${exceedsKept(mailbox, { bytes, most: quotas.mailboxBytes })} then 'mailbox'
          when ${exceedsDay(mailbox, {
            day,
            bytes,
            mostEvents: quotas.wrapsPerDay,
            mostBytes: quotas.mailboxBytesPerDay,
          })} then 'mailbox'
          when ${exceedsDay(authorScope(sql`substr(sender.messaging_key, 3)`), {
            day,
            bytes,
            mostEvents: quotas.authorEventsPerDay,
            mostBytes: quotas.authorBytesPerDay,
          })} then 'author'
          when ${isRelayFull(sql`${quotas.relayBytes}::bigint`)} then 'relay'
        end as used_up
      from (select) one left join (
        select id, messaging_key from chain.wallet
        where messaging_key = any (${senders.map((key) => `0x${key}`)}) order by id limit 1
      ) sender on true
    ),
    counted as (
      insert into town.wrap_count as c (recipient, day, wallet_id, wraps)
      select ${recipient}::text, ${day}::bigint, wallet_id, 1
      from mailbox where known and wallet_id is not null and used_up is null
      on conflict (recipient, day, wallet_id) do update set wraps = c.wraps + 1 where c.wraps < ${quotas.wrapsPerSender}::integer
      returning day
    ),
    stored as (
      insert into town.record (id, pubkey, created_at, kind, recipient, tags, event, received_at, expires_at)
      select ${columns({ event, json, owner: sql`${recipient}::text`, receivedAt })}, ${expiresAt ?? null}::bigint
      from counted
      on conflict (id) do nothing
      returning seq
    ),
    usage as (${countUsage(
      sql`
        select scope, 1, ${bytes}, ${bytes}
        from stored, mailbox cross join lateral (values (${mailbox}), (${authorScope(sql`substr(sender, 3)`)})) as s (scope)`,
      sql`${day}`,
    )}),
    forgotten as (
      delete from town.wrap_count where (recipient, day, wallet_id) in (
        select recipient, day, wallet_id from town.wrap_count where day < ${day}::bigint limit 100 for update skip locked
      )
    )
    select known, wallet_id, used_up, exists (select from counted) as counted, exists (select from stored) as stored
    from mailbox
  `.execute(db)
  const result = rows[0]
  if (!result?.known) return 'unknownRecipient'
  if (result.wallet_id === null) return 'noWallet'
  if (result.stored) return 'stored'
  if (result.used_up !== null) return result.used_up
  return result.counted ? 'duplicate' : 'shareUsed'
}

export type DeletionInsertion =
  | { readonly result: 'stored' | 'emptied'; readonly communityId: number; readonly attachments: readonly string[] }
  | { readonly result: 'duplicate' | 'nothingToDelete' | 'severalCommunities' | 'inUse' | UsedUp }

/**
 * Deletes records of the event's author, all or none, and keeps the request itself among the records of their community. Who lives there no
 * longer says nothing there any more: then the records go and the request isn't kept.
 */
export const insertDeletion = async (
  { db }: Db,
  {
    event,
    ids,
    receivedAt,
    quotas,
  }: {
    event: NostrEvent
    ids: readonly string[]
    receivedAt: number
    quotas: Quotas
  },
): Promise<DeletionInsertion> => {
  const day = dayOf(receivedAt)
  const json = serializeEvent(event)
  const bytes = sql`${Buffer.byteLength(json)}::bigint`
  const author = authorScope(sql`${event.pubkey}::text`)
  const { rows } = await sql<{
    targets: bigint
    communities: bigint
    community_id: bigint | null
    in_use: boolean
    member: boolean
    used_up: UsedUp | null
    attachments: readonly string[]
    emptied: boolean
    stored: boolean
  }>`
    with target as (
      select
        r.id, r.community_id, r.tags, r.event is not null as present, coalesce(octet_length(r.event), 0) as bytes,
        exists (select from chain.gig where record = '0x' || r.id and state <> all (${FINAL_STATES}))
          or exists (select from chain.gig where work = '0x' || r.id and state <> all (${FINAL_STATES})) as in_use
      from town.record r
      where r.id = any (${ids}) and r.pubkey = ${event.pubkey} and r.community_id is not null and r.kind <> ${DELETION_KIND}
    ),
    request as (
      select
        count(*) as targets,
        count(distinct community_id) as communities,
        min(community_id) as community_id,
        coalesce(bool_or(in_use), false) as in_use,
        coalesce(bool_or(present), false) as present,
        exists (
          select from chain.wallet w
          where w.messaging_key = ${`0x${event.pubkey}`} and w.community_id = (select min(community_id) from target)
        ) as member,
        -- What a town keeps shrinks by it.
        case when ${exceedsDay(author, {
          day,
          bytes,
          mostEvents: quotas.authorEventsPerDay,
          mostBytes: quotas.authorBytesPerDay,
        })} then 'author' end as used_up
      from target
    ),
    stored as (
      insert into town.record (id, pubkey, created_at, kind, community_id, tags, event, received_at)
      select ${columns({ event, json, owner: sql`community_id`, receivedAt })}
      from request where present and communities = 1 and not in_use and member and used_up is null
      on conflict (id) do nothing
      returning seq
    ),
    emptied as (
      update town.record r set event = null, tags = '{}'
      from target, request
      where r.id = target.id and (
        exists (select from stored)
        or (request.present and communities = 1 and not request.in_use and not member)
      )
      returning r.id
    ),
    usage as (${countUsage(
      sql`
        select scope, 1, ${bytes}, ${bytes}
        from stored, request cross join lateral (values (${author}), (${townScope(sql`community_id`)})) as s (scope)
        union all
        select ${townScope(sql`target.community_id`)}, 0, 0, -target.bytes from target join emptied using (id)`,
      sql`${day}`,
    )})
    select
      targets, communities, community_id, in_use, member, used_up,
      array(select substr(tag, 3) from target, unnest(target.tags) tag where tag like 'x:%') as attachments,
      exists (select from emptied) as emptied,
      exists (select from stored) as stored
    from request
  `.execute(db)
  const target = rows[0]
  if (!target || target.targets === 0n) return { result: 'nothingToDelete' }
  const gone = { communityId: Number(target.community_id), attachments: target.attachments }
  if (target.stored) return { result: 'stored', ...gone }
  if (target.communities > 1n) return { result: 'severalCommunities' }
  if (target.in_use) return { result: 'inUse' }
  if (target.emptied) return { result: 'emptied', ...gone }
  return { result: target.member && target.used_up !== null ? target.used_up : 'duplicate' }
}

/** Removes wraps whose time was over before (NIP-40). @returns how many; there may be more if it is `limit`. Times are in seconds. */
export const deleteExpired = async (
  { db }: Db,
  { before, now, limit }: { before: number; now: number; limit: number },
): Promise<number> => {
  const { rows } = await sql<{ count: bigint }>`
    with gone as (
      delete from town.record where id in (
        select id from town.record where expires_at <= ${before}::bigint limit ${limit} for update skip locked
      )
      returning recipient, coalesce(octet_length(event), 0) as bytes
    ),
    usage as (${countUsage(sql`select ${mailboxScope(sql`recipient`)}, 0, 0, -bytes from gone`, sql`${dayOf(now)}`)})
    select count(*) from gone
  `.execute(db)
  return Number(rows[0]?.count ?? 0n)
}

export type RecordFilter = {
  readonly ids?: readonly string[] | undefined
  readonly authors?: readonly string[] | undefined
  readonly kinds?: readonly number[] | undefined
  readonly since?: number | undefined
  readonly until?: number | undefined
  /** By name of one letter. */
  readonly tags: ReadonlyMap<string, readonly string[]>
}

export type RecordRow = {
  readonly seq: bigint
  readonly id: string
  readonly createdAt: bigint
  readonly event: string
}

/**
 * Records that match and that the holders of the keys may read now: of the communities they live in, and the own mailboxes.
 * A mailbox comes in the order of arrival, anything else by date, latest first.
 *
 * @param options.after Last row of the page before.
 * @param options.keyWraps Either the wraps by which the steward passed on keys, and nothing else, or everything but these.
 */
export const listReadableRecords = async (
  { db }: Db,
  {
    filter,
    keys,
    after,
    limit,
    keyWraps,
    now,
  }: {
    filter: RecordFilter
    keys: readonly string[]
    after?: RecordRow | undefined
    limit: number
    keyWraps: boolean
    /** Seconds. */
    now: number
  },
): Promise<readonly RecordRow[]> => {
  const { ids, authors, kinds, since, until, tags } = filter
  const onlyWraps = keyWraps || (kinds?.every((kind) => kind === GIFT_WRAP_KIND) ?? false)
  const noWraps = kinds?.every((kind) => kind !== GIFT_WRAP_KIND) ?? false
  // An array first and then an index, where a subquery behind `or` would read the whole table.
  const inCommunity = sql`community_id = any (array(
    select community_id from chain.wallet where messaging_key = any (${keys.map((key) => `0x${key}`)}) and community_id is not null
  ))`
  const inMailbox = sql`recipient = any (${keys})`
  const conditions: RawBuilder<unknown>[] = [
    sql`event is not null and (expires_at is null or expires_at > ${now}::bigint)`,
    onlyWraps ? inMailbox : noWraps ? inCommunity : sql`(${inCommunity} or ${inMailbox})`,
  ]
  if (keyWraps || !noWraps) {
    const wrapIds = sql`array(select wrap from town.key_wrap where messaging_key = any (${keys}))`
    conditions.push(keyWraps ? sql`id = any (${wrapIds})` : sql`id <> all (${wrapIds})`)
  }
  if (ids) conditions.push(sql`id = any (${ids})`)
  if (authors) conditions.push(sql`pubkey = any (${authors})`)
  if (kinds) conditions.push(sql`kind = any (${kinds}::integer[])`)
  if (since !== undefined) conditions.push(sql`created_at >= ${since}::bigint`)
  if (until !== undefined) conditions.push(sql`created_at <= ${until}::bigint`)
  for (const [name, values] of tags)
    conditions.push(sql`tags && ${values.map((value) => tagPair(name, value))}::text[]`)
  // Tells the planner that one community is meant, and with it one ordered index.
  const [community, ...others] = tags.get('h') ?? []
  if (noWraps && community && others.length === 0 && /^\d{1,10}$/.test(community)) {
    conditions.push(sql`community_id = ${community}::bigint`)
  }
  if (after && onlyWraps) conditions.push(sql`seq < ${after.seq}`)
  if (after && !onlyWraps) {
    conditions.push(sql`created_at <= ${after.createdAt} and (created_at < ${after.createdAt} or id > ${after.id})`)
  }
  const { rows } = await sql<{ seq: bigint; id: string; created_at: bigint; event: string }>`
    select seq, id, created_at, event from town.record
    where ${sql.join(conditions, sql` and `)}
    order by ${onlyWraps ? sql`seq desc` : sql`created_at desc, id`}
    limit ${limit}
  `.execute(db)
  return rows.map(({ created_at, ...row }) => ({ ...row, createdAt: created_at }))
}

/** Communities in which the holders of the keys live now. */
export const listCommunitiesOf = async (
  { db }: Db,
  { keys }: { keys: readonly string[] },
): Promise<readonly number[]> => {
  const rows = await db
    .selectFrom('chain.wallet')
    .select('community_id')
    .where(
      'messaging_key',
      'in',
      keys.map((key) => `0x${key}`),
    )
    .where('community_id', 'is not', null)
    .execute()
  return rows.map(({ community_id }) => Number(community_id))
}

/** Messaging keys of those who live in the community now. */
export const listMemberKeys = async (
  { db }: Db,
  { communityId }: { communityId: number },
): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom('chain.wallet')
    .select('messaging_key')
    .where('community_id', '=', BigInt(communityId))
    .execute()
  return rows.map(({ messaging_key }) => messaging_key.slice(2))
}

const tagPair = (name: string, value: string): string => `${name}:${value}`

/** In the order of the columns above. */
const columns = ({
  event,
  json,
  owner,
  receivedAt,
}: {
  event: NostrEvent
  json: string
  owner: RawBuilder<unknown>
  receivedAt: number
}) => sql`
  ${event.id}::text, ${event.pubkey}::text, ${event.created_at}::bigint, ${event.kind}::integer, ${owner},
  ${tagPairs(event)}::text[], ${json}::text, ${receivedAt}::bigint`

/** What is indexed of an event's tags. */
export const tagPairs = ({ tags }: NostrEvent): readonly string[] => [
  ...new Set(
    tags.flatMap(([name, value]) => (name?.length === 1 && value !== undefined ? [tagPair(name, value)] : [])),
  ),
]

/** Fields that are none of NIP-01's are not signed and not kept. */
export const serializeEvent = ({ id, pubkey, created_at, kind, tags, content, sig }: NostrEvent): string =>
  JSON.stringify({ id, pubkey, created_at, kind, tags, content, sig })
