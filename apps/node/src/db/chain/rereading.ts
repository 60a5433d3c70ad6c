import { sql } from 'kysely'
import type pg from 'pg'

/** @returns the block until which the tables are incomplete; undefined: they are not. */
export const findRereading = async (client: pg.Pool | pg.ClientBase): Promise<bigint | undefined> => {
  const { rows } = await client.query<{ until: bigint }>('select until from chain.rereading')
  return rows[0]?.until
}

export const beginRereading = async (client: pg.ClientBase, until: bigint): Promise<void> => {
  await client.query(
    'insert into chain.rereading (id, until) values (1, $1) on conflict (id) do update set until = excluded.until',
    [until],
  )
}

export const endRereading = async (client: pg.ClientBase, { read }: { readonly read: bigint }): Promise<void> => {
  await client.query('delete from chain.rereading where until <= $1', [read])
}

/** For what is decided by something not being there. */
export const isWhole = sql<boolean>`not exists (select from chain.rereading)`
