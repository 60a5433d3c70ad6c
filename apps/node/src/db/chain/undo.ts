import type pg from 'pg'
import { storeChange } from './changes.ts'
import { columnName, parseRow, type RowOf, type StoredOf, type Table } from './columns.ts'
import { storeCursor } from './cursor.ts'
import { type Block, blockTable, historyTable, rowTables, statementTable, undoTable, walletTable } from './tables.ts'
import { keysOf, rowsOf, upsert, upsertFrom, type WorkingSet } from './working-set.ts'

/** Keeps the rows of the set as they are before a block changes them. Called before the set is stored. */
export const keepRows = async (client: pg.ClientBase, set: WorkingSet, blockNumber: bigint): Promise<void> => {
  for (const { table, rows } of rowsOf(set)) {
    if (rows.length === 0) continue
    await client.query(
      `insert into ${undoTable.name} (block_number, table_name, key, row)
        select $1, $2, jsonb_build_object(${keysOf(table).map((column) => `'${column}', named.${column}`)}), to_jsonb(kept)
          from json_populate_recordset(null::${table.name}, $3::json) named
          left join ${table.name} kept on ${sameKey(table, 'kept', 'named')}`,
      [blockNumber, table.name, JSON.stringify(rows.map((row) => keyOf(table, row)))],
    )
  }
}

/** Blocks that are not final, with the one that they follow on. */
export const storeBlocks = async (client: pg.ClientBase, blocks: readonly Block[]): Promise<void> =>
  upsert(client, blockTable, blocks)

/** In the order of the chain. */
export const listBlocks = async (client: pg.Pool | pg.ClientBase): Promise<Block[]> => {
  const { rows } = await client.query<StoredOf<typeof blockTable>>(`select * from ${blockTable.name} order by number`)
  return rows.map((row) => parseRow(blockTable, row))
}

export const findBlock = async (client: pg.Pool | pg.ClientBase, number: bigint): Promise<Block | undefined> => {
  const { rows } = await client.query<StoredOf<typeof blockTable>>(
    `select * from ${blockTable.name} where number = $1`,
    [number],
  )
  return rows[0] && parseRow(blockTable, rows[0])
}

/** Forgets how to undo final blocks. The last of them stays: what follows is undone down to it. */
export const forgetFinal = async (client: pg.ClientBase, finalized: bigint): Promise<void> => {
  await client.query(`delete from ${undoTable.name} where block_number <= $1`, [finalized])
  await client.query(`delete from ${blockTable.name} where number < $1`, [finalized])
}

/** Takes back everything that came after one of the blocks that are kept. */
export const undoTo = async (
  client: pg.ClientBase,
  { block, finalized }: { readonly block: Block; readonly finalized: bigint },
): Promise<void> => {
  const after = [block.number]
  // The images refer to each other and to what was never touched, so they come back before what is newer goes.
  for (const table of rowTables) {
    const before = `(select earlier.* from ${firstImages(table)}, jsonb_populate_record(null::${table.name}, image.row) earlier
      where image.row is not null) before`
    await upsertFrom(client, table, before, after)
  }
  await client.query(`delete from ${historyTable.name} where block_number > $1`, after)
  // An entry changes the balance of its wallet: by their ids the primary key finds them.
  await client.query(
    `delete from ${statementTable.name} where block_number > $1 and wallet_id in (
      select (key ->> 'id')::bigint from ${undoTable.name} where table_name = '${walletTable.name}' and block_number > $1)`,
    after,
  )
  for (const table of rowTables.toReversed()) {
    await client.query(
      `delete from ${table.name} newer using ${firstImages(table)}, jsonb_populate_record(null::${table.name}, image.key) named
        where image.row is null and ${sameKey(table, 'newer', 'named')}`,
      after,
    )
  }
  await client.query(`delete from ${undoTable.name} where block_number > $1`, after)
  await client.query(`delete from ${blockTable.name} where number > $1`, after)
  await storeCursor(client, { blockNumber: block.number, blockHash: block.hash, blockTime: block.time, finalized })
  await storeChange(client, 'everything')
}

/** Of each row that changed after a block ($1), what it was at that block. */
const firstImages = ({ name }: Table): string =>
  `(select distinct on (key) key, row from ${undoTable.name}
    where table_name = '${name}' and block_number > $1 order by key, block_number) image`

const sameKey = (table: Table, a: string, b: string): string =>
  keysOf(table)
    .map((column) => `${a}.${column} = ${b}.${column}`)
    .join(' and ')

const keyOf = <T extends Table>({ key }: T, row: RowOf<T>): Record<string, unknown> =>
  Object.fromEntries(key.map((field) => [columnName(field), String(row[field as keyof typeof row])]))
