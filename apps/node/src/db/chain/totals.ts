import type pg from 'pg'
import { parseRow, type StoredOf } from './columns.ts'
import { type Community, communityTable } from './tables.ts'

/** What contracts count as well. */
export type Totals = { readonly communities: readonly Community[]; readonly wallets: number }

export const readTotals = async (pool: pg.Pool): Promise<Totals> => {
  const communities = await pool.query<StoredOf<typeof communityTable>>('select * from chain.community order by id')
  const wallets = await pool.query<{ count: bigint }>('select count(*) from chain.wallet')
  return {
    communities: communities.rows.map((row) => parseRow(communityTable, row)),
    wallets: Number(wallets.rows[0]?.count ?? 0n),
  }
}
