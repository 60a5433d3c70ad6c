import type { NostrEvent } from '@distributed-town/protocol'
import { sql } from 'kysely'
import type { Node } from '../../node.ts'
import { isWhole } from '../chain/rereading.ts'
import { tagPairs } from './records.ts'

// What the steward holds and what it passed on. Secrets come and go encrypted.

type Db = Pick<Node, 'db'>

export const insertStewardKey = async (
  { db }: Db,
  { key, secret, createdAt }: { key: string; secret: Buffer; createdAt: number },
): Promise<void> => {
  await db
    .insertInto('town.steward_key')
    .values({ key, secret, created_at: BigInt(createdAt) })
    .execute()
}

export const findStewardSecret = async ({ db }: Db, { key }: { key: string }): Promise<Buffer | undefined> => {
  const row = await db.selectFrom('town.steward_key').select('secret').where('key', '=', key).executeTakeFirst()
  return row?.secret
}

export const findAnyStewardKey = async ({ db }: Db): Promise<{ key: string; secret: Buffer } | undefined> =>
  db.selectFrom('town.steward_key').select(['key', 'secret']).limit(1).executeTakeFirst()

/**
 * Drops identity keys that were made before a time and that no community uses. One that has epoch keys is never dropped: without it nobody
 * could be given the keys that a town's records are encrypted with.
 */
export const deleteUnusedStewardKeys = async ({ db }: Db, { before }: { before: number }): Promise<void> => {
  await sql`
    delete from town.steward_key s
    where created_at < ${before}::bigint
      and not exists (select from chain.community where key = '0x' || s.key)
      and not exists (select from town.epoch_key where community_key = s.key)
      and ${isWhole}
  `.execute(db)
}

/** Epoch keys that someone who lives in a community now hasn't been given. */
export type MissingKeys = {
  readonly communityId: number
  readonly communityKey: string
  readonly messagingKey: string
  readonly epochs: readonly Epoch[]
}

/** @property leavings A digest of who had left when it began: another one after a reorg means that another leaving began it. */
export type Epoch = { readonly epoch: number; readonly leavings: string }

/**
 * What is to be passed on, in communities this node is the steward of. Members and epochs are read together: nobody who has left is
 * found beside an epoch that began with it. A key counts as long as it was made after the leavings that the chain has now. Of several communities with one identity key the first counts: whoever copies the key of
 * another town must not get a steward by it.
 *
 * @param among Communities, and wallets in whatever community; all, if left out.
 */
export const listMissingKeys = async (
  { db }: Db,
  among?: { readonly communityIds: readonly number[]; readonly walletIds: readonly number[] },
): Promise<readonly MissingKeys[]> => {
  const { rows } = await sql<{ community_id: bigint; community_key: string; messaging_key: string; epochs: Epoch[] }>`
    select
      c.id as community_id,
      s.key as community_key,
      substr(w.messaging_key, 3) as messaging_key,
      jsonb_agg(distinct jsonb_build_object('epoch', wanted.epoch, 'leavings', wanted.leavings)) as epochs
    from chain.community c
    join town.steward_key s on s.key = substr(c.key, 3)
    join chain.wallet w on w.community_id = c.id
    cross join lateral (
      select n as epoch, coalesce(l.digest, '') as leavings
      from generate_series(1, c.epoch) as n
      left join (
        select
          1 + row_number() over in_order as epoch,
          -- Of those until then, in whatever order: who is among them must not have the key.
          (sum(('x' || substr(md5(tx_hash || (data ->> 'walletId')), 1, 16))::bit(64)::bigint) over in_order)::text as digest
        from chain.history
        where community_id = c.id and type = 'left'
        window in_order as (order by block_number, log_index)
      ) l on l.epoch = n
    ) wanted
    where not exists (
        select
        from (
          select version, leavings from town.epoch_key e
          where e.community_id = c.id and e.community_key = s.key and e.epoch = wanted.epoch
          order by version desc limit 1
        ) latest
        join town.key_wrap k on k.community_id = c.id and k.community_key = s.key and k.epoch = wanted.epoch
          and k.version = latest.version and k.messaging_key = substr(w.messaging_key, 3)
        where latest.leavings is null or latest.leavings = wanted.leavings
      )
      and not exists (select from chain.community e where e.key = c.key and e.id < c.id)
      ${among ? sql`and (c.id = any (${among.communityIds}::bigint[]) or w.id = any (${among.walletIds}::bigint[]))` : sql``}
    group by c.id, s.key, substr(w.messaging_key, 3)
    order by c.id
  `.execute(db)
  return rows.map((row) => ({
    communityId: Number(row.community_id),
    communityKey: row.community_key,
    messagingKey: row.messaging_key,
    epochs: row.epochs.toSorted((a, b) => a.epoch - b.epoch),
  }))
}

export type EpochSecret = {
  readonly epoch: number
  readonly version: number
  /** Null: made before they were noted. */
  readonly leavings: string | null
  readonly secret: Buffer
}

/** Keeps secrets of versions that have none yet. */
export const insertEpochSecrets = async (
  { db }: Db,
  {
    communityId,
    communityKey,
    secrets,
    createdAt,
  }: { communityId: number; communityKey: string; secrets: readonly EpochSecret[]; createdAt: number },
): Promise<void> => {
  if (secrets.length === 0) return
  await db
    .insertInto('town.epoch_key')
    .values(
      secrets.map(({ epoch, ...secret }) => ({
        community_id: BigInt(communityId),
        community_key: communityKey,
        epoch: BigInt(epoch),
        ...secret,
        created_at: BigInt(createdAt),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** All versions of all epochs. */
export const listEpochSecrets = async (
  { db }: Db,
  { communityId, communityKey }: { communityId: number; communityKey: string },
): Promise<readonly EpochSecret[]> => {
  const rows = await db
    .selectFrom('town.epoch_key')
    .select(['epoch', 'version', 'leavings', 'secret'])
    .where('community_id', '=', BigInt(communityId))
    .where('community_key', '=', communityKey)
    .orderBy('epoch')
    .orderBy('version')
    .execute()
  return rows.map(({ epoch, ...secret }) => ({ epoch: Number(epoch), ...secret }))
}

export type PassedOn = Pick<EpochSecret, 'epoch' | 'version'>

/** Which keys of a community somebody has. */
export const listPassedOn = async (
  { db }: Db,
  { communityId, communityKey, messagingKey }: Omit<MissingKeys, 'epochs'>,
): Promise<readonly PassedOn[]> => {
  const rows = await db
    .selectFrom('town.key_wrap')
    .select(['epoch', 'version'])
    .where('community_id', '=', BigInt(communityId))
    .where('community_key', '=', communityKey)
    .where('messaging_key', '=', messagingKey)
    .execute()
  return rows.map(({ epoch, version }) => ({ epoch: Number(epoch), version }))
}

/**
 * Puts a wrap of the steward into its recipient's mailbox and notes what is in it, both or neither.
 * @returns false if another process was faster with one of the epochs.
 */
export const insertKeyWrap = async (
  { db }: Db,
  {
    event,
    communityId,
    communityKey,
    recipient,
    keys,
    receivedAt,
  }: {
    event: NostrEvent
    communityId: number
    communityKey: string
    recipient: string
    keys: readonly PassedOn[]
    receivedAt: number
  },
): Promise<boolean> => {
  try {
    await db.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('town.record')
        .values({
          id: event.id,
          pubkey: event.pubkey,
          created_at: BigInt(event.created_at),
          kind: event.kind,
          community_id: null,
          recipient,
          tags: tagPairs(event),
          event: JSON.stringify(event),
          received_at: BigInt(receivedAt),
        })
        .execute()
      const wrapped = {
        community_id: BigInt(communityId),
        community_key: communityKey,
        messaging_key: recipient,
        wrap: event.id,
      }
      await transaction
        .insertInto('town.key_wrap')
        .values(keys.map(({ epoch, version }) => ({ ...wrapped, epoch: BigInt(epoch), version })))
        .execute()
    })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION) return false
    throw error
  }
}

const UNIQUE_VIOLATION = '23505'
