import type { NostrEvent } from '@distributed-town/protocol'
import { sql } from 'kysely'
import type { Node } from '../../node.ts'
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
  `.execute(db)
}

/** Epoch keys that someone who lives in a community now hasn't been given. */
export type MissingKeys = {
  readonly communityId: number
  readonly communityKey: string
  readonly messagingKey: string
  readonly epochs: readonly number[]
}

/**
 * What is to be passed on, in communities this node is the steward of. Members and epochs are read together: nobody who has left is
 * found beside an epoch that began with it. Of several communities with one identity key the first counts: whoever copies the key of
 * another town must not get a steward by it.
 *
 * @param among Communities, and wallets in whatever community; all, if left out.
 */
export const listMissingKeys = async (
  { db }: Db,
  among?: { readonly communityIds: readonly number[]; readonly walletIds: readonly number[] },
): Promise<readonly MissingKeys[]> => {
  const { rows } = await sql<{ community_id: bigint; community_key: string; messaging_key: string; epochs: bigint[] }>`
    select
      c.id as community_id,
      s.key as community_key,
      substr(w.messaging_key, 3) as messaging_key,
      array_agg(distinct wanted.epoch order by wanted.epoch) as epochs
    from chain.community c
    join town.steward_key s on s.key = substr(c.key, 3)
    join chain.wallet w on w.community_id = c.id
    cross join generate_series(1, c.epoch) as wanted (epoch)
    where not exists (
        select from town.key_wrap k
        where k.community_id = c.id and k.community_key = s.key and k.epoch = wanted.epoch
          and k.messaging_key = substr(w.messaging_key, 3)
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
    epochs: row.epochs.map(Number),
  }))
}

export type EpochSecret = { readonly epoch: number; readonly secret: Buffer }

/** Keeps secrets of epochs that have none yet. */
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
      secrets.map(({ epoch, secret }) => ({
        community_id: BigInt(communityId),
        community_key: communityKey,
        epoch: BigInt(epoch),
        secret,
        created_at: BigInt(createdAt),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export const listEpochSecrets = async (
  { db }: Db,
  { communityId, communityKey }: { communityId: number; communityKey: string },
): Promise<readonly EpochSecret[]> => {
  const rows = await db
    .selectFrom('town.epoch_key')
    .select(['epoch', 'secret'])
    .where('community_id', '=', BigInt(communityId))
    .where('community_key', '=', communityKey)
    .orderBy('epoch')
    .execute()
  return rows.map(({ epoch, secret }) => ({ epoch: Number(epoch), secret }))
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
    epochs,
    receivedAt,
  }: {
    event: NostrEvent
    communityId: number
    communityKey: string
    recipient: string
    epochs: readonly number[]
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
        .values(epochs.map((epoch) => ({ ...wrapped, epoch: BigInt(epoch) })))
        .execute()
    })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION) return false
    throw error
  }
}

const UNIQUE_VIOLATION = '23505'
