import type pg from 'pg'
import type { Address, Hex } from 'viem'
import { inTransaction } from '../transaction.ts'
import { storeChange } from './changes.ts'
import { parseRow, type RowOf, type StoredOf } from './columns.ts'
import { beginRereading } from './rereading.ts'
import { chainTables, cursorTable } from './tables.ts'
import { upsert } from './working-set.ts'

/** The last block that the chain tables contain. */
export type Cursor = Omit<RowOf<typeof cursorTable>, 'id'>

export const findCursor = async (client: pg.Pool | pg.ClientBase): Promise<Cursor | undefined> => {
  const { rows } = await client.query<StoredOf<typeof cursorTable>>('select * from chain.cursor')
  return rows[0] && parseRow(cursorTable, rows[0])
}

export const storeCursor = async (client: pg.ClientBase, cursor: Cursor): Promise<void> =>
  upsert(client, cursorTable, [{ id: 1, ...cursor }])

/**
 * One writer at a time; readers go on.
 * @param blockHash Of the block that the writer follows on; undefined for the first range.
 * @throws if the tables contain something else.
 */
export const lockCursor = async (client: pg.ClientBase, blockHash: Hex | undefined): Promise<void> => {
  await client.query('lock table chain.cursor in share row exclusive mode')
  if ((await findCursor(client))?.blockHash !== blockHash) throw new Error('another process indexes into this database')
}

export const listCommunityAddresses = async (client: pg.Pool | pg.ClientBase): Promise<Address[]> => {
  const { rows } = await client.query<{ address: Address }>('select address from chain.community order by id')
  return rows.map(({ address }) => address)
}

/**
 * Forgets everything read from the chain.
 * @param until The block until which it will be too little to be shown; left out: nobody looks.
 */
export const clearChain = (pool: pg.Pool, { until }: { readonly until?: bigint } = {}): Promise<void> =>
  inTransaction(pool, async (client) => {
    await client.query(`truncate ${chainTables.map(({ name }) => name).join(', ')}`)
    await storeChange(client, 'everything')
    if (until !== undefined) await beginRereading(client, until)
  })
