import { type RawBuilder, sql } from 'kysely'
import type { Node } from '../../node.ts'

// What authors, towns and mailboxes have used up. Counted by the statements that write, in the same transaction.

type Sql = RawBuilder<unknown>

/** Most that is kept, see LIMITS of the relay. */
export type Quotas = {
  readonly authorEventsPerDay: number
  readonly authorBytesPerDay: number
  readonly townEventsPerDay: number
  readonly townBytesPerDay: number
  readonly townBytes: number
  readonly wrapsPerSender: number
  readonly wrapsPerDay: number
  readonly mailboxBytesPerDay: number
  readonly mailboxBytes: number
  readonly relayBytes: number
}

/** Which of them are used up, the first that is. */
export type UsedUp = 'author' | 'townDay' | 'town' | 'mailbox' | 'relay'

/** Days since 1970. */
export const dayOf = (seconds: number): number => Math.floor(seconds / 86_400)

export const authorScope = (key: Sql): RawBuilder<string> => sql`('author:' || ${key})`
export const townScope = (communityId: Sql): RawBuilder<string> => sql`('town:' || ${communityId})`
export const uploaderScope = (key: Sql): RawBuilder<string> => sql`('attachments:author:' || ${key})`
export const attachmentsScope = (communityId: Sql): RawBuilder<string> => sql`('attachments:town:' || ${communityId})`
export const mailboxScope = (recipient: Sql): RawBuilder<string> => sql`('mailbox:' || ${recipient})`

/** Whether one event more would be too many or too large for a scope on a day. */
export const exceedsDay = (
  scope: RawBuilder<string>,
  { day, bytes, mostEvents, mostBytes }: { day: number; bytes: Sql; mostEvents: number; mostBytes: number },
): RawBuilder<boolean> => {
  const own = (column: string) =>
    sql`coalesce((select ${sql.ref(column)} from town.usage where scope = ${scope} and day = ${day}::bigint), 0)`
  return sql`(${own('day_events')} + 1 > ${mostEvents}::bigint or ${own('day_bytes')} + ${bytes} > ${mostBytes}::bigint)`
}

/** Whether so many bytes more would be too many to be kept for a scope. */
export const exceedsKept = (
  scope: RawBuilder<string>,
  { bytes, most }: { bytes: Sql; most: number },
): RawBuilder<boolean> =>
  sql`coalesce((select bytes from town.usage where scope = ${scope}), 0) + ${bytes} > ${most}::bigint`

/** Whether the events have no more room on the disk. */
export const isRelayFull = (most: Sql): RawBuilder<boolean> => sql`pg_total_relation_size('town.record') >= ${most}`

/** Whether the attachments have none. */
export const areAttachmentsFull = (most: Sql): RawBuilder<boolean> =>
  sql`pg_total_relation_size('town.attachment_part') >= ${most}`

/**
 * A statement that counts what was written, or takes back what is gone.
 * @param written A query for (scope, events, day_bytes, bytes): the first two numbers are of the day, the last of what is kept.
 */
export const countUsage = (written: Sql, day: Sql) => sql`
    insert into town.usage as u (scope, day, day_events, day_bytes, bytes)
    select scope, ${day}::bigint, sum(events), sum(day_bytes), sum(bytes)
    from (${written}) as written (scope, events, day_bytes, bytes)
    group by scope
    -- In one order, so that two that write at once don't wait for each other.
    order by scope
    on conflict (scope) do update set
      day = excluded.day,
      day_events = excluded.day_events + case when u.day = excluded.day then u.day_events else 0 end,
      day_bytes = excluded.day_bytes + case when u.day = excluded.day then u.day_bytes else 0 end,
      bytes = greatest(0, u.bytes + excluded.bytes)
    returning scope`

/** Drops the counts of those who wrote nothing since a day and of whom nothing is kept; of authors nothing but their day counts. */
export const deleteUnusedUsage = async ({ db }: Pick<Node, 'db'>, { before }: { before: number }): Promise<void> => {
  await sql`
    delete from town.usage
    where day < ${before}::bigint and (bytes = 0 or scope like ${authorScope(sql`'%'`)} or scope like ${uploaderScope(sql`'%'`)})
  `.execute(db)
}
