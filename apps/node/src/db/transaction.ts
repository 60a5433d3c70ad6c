import type pg from 'pg'

/** All of it or nothing: what `run` does is committed when it returns and undone when it throws. */
export const inTransaction = async <Result>(
  pool: pg.Pool,
  run: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> => {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await run(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      // The connection is gone, and with it the transaction: the pool must not hand it out again.
      broken = cause
    })
    throw error
  } finally {
    client.release(broken)
  }
}
