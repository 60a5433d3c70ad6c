import { RecordKind } from '@distributed-town/protocol'
import { type RawBuilder, sql } from 'kysely'
import type { AttachmentLimits } from '../../attachments/limits.ts'
import type { Node } from '../../node.ts'
import {
  areAttachmentsFull,
  attachmentsScope,
  countUsage,
  dayOf,
  exceedsDay,
  exceedsKept,
  uploaderScope,
} from './usage.ts'

// Encrypted attachments of records. Who may is asked in the statement that reads or writes, so that nobody can leave in between.

type Db = Pick<Node, 'db'>

/** Of an attachment, by the token of whoever asks for it. */
export type AttachmentKey = {
  readonly communityId: number
  readonly sha256: string
  /** Messaging key, as Nostr hex. */
  readonly key: string
}

/** Bytes of one part. */
const PART_BYTES = 65_536
/** Parts that are read at a time. */
const PARTS_AT_ONCE = 8

export type UploadRefusal = 'notAMember' | 'authorDay' | 'townDay' | 'town' | 'node'

const isMember = ({ communityId, key }: AttachmentKey): RawBuilder<boolean> => sql`exists (
  select from chain.wallet where messaging_key = ${`0x${key}`} and community_id = ${communityId}::bigint
)`

/** Why so many bytes more would not be taken; null if they would. */
const refusalOf = (
  of: AttachmentKey,
  { size, day, limits }: { size: number; day: number; limits: AttachmentLimits },
): RawBuilder<UploadRefusal | null> => {
  const bytes = sql`${size}::bigint`
  const author = uploaderScope(sql`${of.key}::text`)
  const town = attachmentsScope(sql`${of.communityId}::bigint`)
  return sql`case
    when not ${isMember(of)} then 'notAMember'
    when ${exceedsDay(author, { day, bytes, mostEvents: limits.authorPerDay, mostBytes: limits.authorBytesPerDay })} then 'authorDay'
    when ${exceedsDay(town, { day, bytes, mostEvents: limits.townPerDay, mostBytes: limits.townBytesPerDay })} then 'townDay'
    when ${exceedsKept(town, { bytes, most: limits.townBytes })} then 'town'
    when ${areAttachmentsFull(sql`${limits.nodeBytes}::bigint`)} then 'node'
  end`
}

/** Whether an upload of such a size would be refused now: asked before its body is read. */
export const findUploadRefusal = async (
  { db }: Db,
  { size, now, limits, ...of }: AttachmentKey & { size: number; now: number; limits: AttachmentLimits },
): Promise<UploadRefusal | undefined> => {
  const { rows } = await sql<{ refusal: UploadRefusal | null }>`
    select ${refusalOf(of, { size, day: dayOf(now), limits })} as refusal
  `.execute(db)
  return rows[0]?.refusal ?? undefined
}

/**
 * Keeps the ciphertext. Who brings the own again is not asked for room a second time, and has a day again to publish its record.
 * @returns why not, if not.
 */
export const insertAttachment = async (
  { db }: Db,
  { ciphertext, now, limits, ...of }: AttachmentKey & { ciphertext: Buffer; now: number; limits: AttachmentLimits },
): Promise<UploadRefusal | undefined> => {
  const { communityId, sha256, key } = of
  const size = ciphertext.length
  const day = dayOf(now)
  const { rows } = await sql<{ refusal: UploadRefusal | null; known: boolean }>`
    with request as materialized (
      select
        ${isMember(of)} as member,
        ${refusalOf(of, { size, day, limits })} as refusal,
        exists (select from town.attachment where community_id = ${communityId}::bigint and sha256 = ${sha256}) as known
    ),
    renewed as (
      update town.attachment a set uploaded_at = ${now}::bigint
      from request
      where a.community_id = ${communityId}::bigint and a.sha256 = ${sha256} and a.uploader = ${key} and request.member
    ),
    stored as (
      insert into town.attachment (community_id, sha256, uploader, size, uploaded_at)
      select ${communityId}::bigint, ${sha256}, ${key}, ${size}::integer, ${now}::bigint
      from request where refusal is null and not known
      on conflict do nothing
      returning sha256
    ),
    parts as (
      insert into town.attachment_part (community_id, sha256, n, bytes)
      select ${communityId}::bigint, sha256, n, substr(${ciphertext}::bytea, n * ${PART_BYTES}::integer + 1, ${PART_BYTES}::integer)
      from stored, generate_series(0, (${size}::integer - 1) / ${PART_BYTES}::integer) n
    ),
    usage as (${countUsage(
      sql`
        select scope, 1, ${size}::bigint, ${size}::bigint
        from stored cross join lateral (
          values (${uploaderScope(sql`${key}::text`)}), (${attachmentsScope(sql`${communityId}::bigint`)})
        ) as s (scope)`,
      sql`${day}`,
    )})
    select refusal, known from request
  `.execute(db)
  const { refusal, known } = rows[0] ?? { refusal: null, known: false }
  return refusal !== null && !(known && refusal !== 'notAMember') ? refusal : undefined
}

/** Whether its reader lives in the town, and what is there. */
export const findAttachment = async (
  { db }: Db,
  of: AttachmentKey,
): Promise<{ readonly member: boolean; readonly size: number | undefined }> => {
  const { rows } = await sql<{ member: boolean; size: number | null }>`
    select
      ${isMember(of)} as member,
      (select size from town.attachment where community_id = ${of.communityId}::bigint and sha256 = ${of.sha256}) as size
  `.execute(db)
  return { member: rows[0]?.member ?? false, size: rows[0]?.size ?? undefined }
}

/** The ciphertext in parts, read as they are taken: a slow reader keeps neither memory nor a connection of the database. */
export async function* readAttachment(
  { db }: Db,
  { communityId, sha256 }: Pick<AttachmentKey, 'communityId' | 'sha256'>,
): AsyncGenerator<Buffer> {
  for (let from = 0; ; from += PARTS_AT_ONCE) {
    const parts = await db
      .selectFrom('town.attachment_part')
      .select('bytes')
      .where('community_id', '=', BigInt(communityId))
      .where('sha256', '=', sha256)
      .where('n', '>=', from)
      .where('n', '<', from + PARTS_AT_ONCE)
      .orderBy('n')
      .execute()
    for (const { bytes } of parts) yield bytes
    if (parts.length < PARTS_AT_ONCE) return
  }
}

/**
 * Whether a record of its uploader shows it. Another's record keeps nothing, or nobody could take back a picture; of profiles only the
 * latest counts, as nobody is shown an earlier one.
 */
const isShown = sql<boolean>`exists (
  select from town.record r
  where r.tags && array['x:' || a.sha256] and r.community_id = a.community_id and r.pubkey = a.uploader and r.event is not null
    and (r.kind <> ${RecordKind.Profile}::integer or not exists (
      select from town.record later
      where later.community_id = r.community_id and later.pubkey = r.pubkey and later.kind = r.kind and later.event is not null
        and (later.created_at, later.id) > (r.created_at, r.id)
    ))
)`

/**
 * Removes attachments that no record shows: those named by `hashes`, or all that were uploaded before a time.
 * @returns how many.
 */
export const deleteOrphans = async (
  { db }: Db,
  {
    now,
    ...which
  }: { readonly now: number } & (
    | { readonly before: number }
    | { readonly communityId: number; readonly hashes: readonly string[] }
  ),
): Promise<number> => {
  const meant =
    'before' in which
      ? sql`a.uploaded_at < ${which.before}::bigint`
      : sql`a.community_id = ${which.communityId}::bigint and a.sha256 = any (${which.hashes})`
  const { rows } = await sql<{ count: bigint }>`
    with gone as (
      delete from town.attachment a where ${meant} and not ${isShown} returning community_id, size
    ),
    usage as (${countUsage(
      sql`select ${attachmentsScope(sql`community_id`)}, 0, 0, -size from gone`,
      sql`${dayOf(now)}`,
    )})
    select count(*) from gone
  `.execute(db)
  return Number(rows[0]?.count ?? 0n)
}
