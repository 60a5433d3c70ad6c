import { sql } from 'kysely'
import type { Node } from '../../node.ts'
import { isWhole } from '../chain/rereading.ts'

export type StoredBackup = { readonly backup: string; readonly savedAt: number }

export const findBackup = async (
  { db }: Pick<Node, 'db'>,
  { address }: { address: string },
): Promise<StoredBackup | undefined> => {
  const row = await db
    .selectFrom('town.backup')
    .select(['backup', 'saved_at'])
    .where('address', '=', address.toLowerCase())
    .executeTakeFirst()
  return row && { backup: row.backup, savedAt: Number(row.saved_at) }
}

/** @returns false if the one that is kept is as new or newer. */
export const replaceBackup = async (
  { db }: Pick<Node, 'db'>,
  { address, backup, savedAt }: StoredBackup & { address: string },
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('town.backup')
    .values({ address: address.toLowerCase(), backup, saved_at: BigInt(savedAt) })
    .onConflict((conflict) =>
      conflict
        .column('address')
        .doUpdateSet((eb) => ({ backup: eb.ref('excluded.backup'), saved_at: eb.ref('excluded.saved_at') }))
        .whereRef('town.backup.saved_at', '<', 'excluded.saved_at'),
    )
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Drops backups that were saved before a time by addresses without a wallet. */
export const deleteUnusedBackups = async ({ db }: Pick<Node, 'db'>, { before }: { before: number }): Promise<void> => {
  await sql`
    delete from town.backup b
    where saved_at < ${before}::bigint and not exists (select from chain.wallet where lower(owner) = b.address)
      and ${isWhole}
  `.execute(db)
}
