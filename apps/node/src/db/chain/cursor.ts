import type pg from 'pg'
import type { Address } from 'viem'
import { parseRow, type RowOf, type StoredOf } from './columns.ts'
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

/** One writer at a time; readers go on. */
export const lockCursor = async (client: pg.ClientBase): Promise<void> => {
  await client.query('lock table chain.cursor in share row exclusive mode')
}

export const listCommunityAddresses = async (client: pg.Pool | pg.ClientBase): Promise<Address[]> => {
  const { rows } = await client.query<{ address: Address }>('select address from chain.community order by id')
  return rows.map(({ address }) => address)
}

/** Forgets everything read from the chain. */
export const clearChain = async (client: pg.Pool | pg.ClientBase): Promise<void> => {
  await client.query(`truncate ${chainTables.map(({ name }) => name).join(', ')}`)
}
