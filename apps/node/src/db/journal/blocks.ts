import type pg from 'pg'
import { inTransaction } from '../transaction.ts'

/** A block of the node's own chain. */
export type JournalRow = {
  readonly number: bigint
  /** Seconds. */
  readonly time: bigint
  readonly transactions: readonly Buffer[]
  /** Null until it is mined. */
  readonly hash: Buffer | null
}

export type MinedRow = {
  readonly number: bigint
  readonly hash: Buffer
  readonly mined: Buffer
  /** Hashes. */
  readonly transactions: readonly Buffer[]
}

/** @returns whether it is there: the same one may be of an attempt whose answer got lost, another one is never overwritten. */
export const insertBlock = async (
  pool: pg.Pool,
  { number, time, transactions }: Omit<JournalRow, 'hash'>,
): Promise<boolean> => {
  const { rowCount } = await pool.query({
    name: 'insert block of journal',
    text: `insert into journal.block as b (number, time, transactions) values ($1, $2, $3)
      on conflict (number) do update set time = b.time where b.time = excluded.time and b.transactions = excluded.transactions`,
    values: [number, time, transactions],
  })
  return rowCount === 1
}

/** Adds what the chain made of blocks. Again, if that is known already, changes nothing. */
export const storeMined = (pool: pg.Pool, blocks: readonly MinedRow[]): Promise<void> =>
  inTransaction(pool, async (client) => {
    for (const { number, hash, mined, transactions } of blocks) {
      await client.query('update journal.block set hash = $2, mined = $3 where number = $1 and hash is null', [
        number,
        hash,
        mined,
      ])
      await client.query(
        'insert into journal.transaction (hash, block) select unnest($2::bytea[]), $1 on conflict (hash) do nothing',
        [number, transactions],
      )
    }
  })

export const findBlock = async (pool: pg.Pool, number: bigint): Promise<JournalRow | undefined> =>
  (
    await pool.query<JournalRow>('select number, time, transactions, hash from journal.block where number = $1', [
      number,
    ])
  ).rows[0]

/** The next ones after a block, in order. */
export const listBlocks = async (
  pool: pg.Pool,
  { after, limit }: { readonly after: bigint; readonly limit: number },
): Promise<readonly JournalRow[]> =>
  (
    await pool.query<JournalRow>(
      'select number, time, transactions, hash from journal.block where number > $1 order by number limit $2',
      [after, limit],
    )
  ).rows

export const findNewestNumber = async (pool: pg.Pool): Promise<bigint | undefined> =>
  (await pool.query<{ number: bigint | null }>('select max(number) as number from journal.block')).rows[0]?.number ??
  undefined

/** What the chain made of a range of blocks, both ends included. */
export const listMined = async (
  pool: pg.Pool,
  { from, to }: { readonly from: bigint; readonly to: bigint },
): Promise<readonly Buffer[]> => {
  const { rows } = await pool.query<{ mined: Buffer }>({
    name: 'list mined blocks of journal',
    text: 'select mined from journal.block where number between $1 and $2 and mined is not null order by number',
    values: [from, to],
  })
  return rows.map(({ mined }) => mined)
}

export const findNumberByHash = async (pool: pg.Pool, hash: Buffer): Promise<bigint | undefined> =>
  (await pool.query<{ number: bigint }>('select number from journal.block where hash = $1', [hash])).rows[0]?.number

export const findNumberByTransaction = async (pool: pg.Pool, hash: Buffer): Promise<bigint | undefined> =>
  (await pool.query<{ block: bigint }>('select block from journal.transaction where hash = $1', [hash])).rows[0]?.block
