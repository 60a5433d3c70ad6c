import pg from 'pg'
import { z } from 'zod'
import { type Deployment, deploymentFile } from '../chain/deployment.ts'

// One node writes a database: it indexes, relays and mines. Others may read.

/** Key of the advisory lock of the writer. */
const LOCK = 4_680_002

export type WriterLock = {
  /** Resolves with the reason when the session that holds it is gone: from then on somebody else may write. */
  readonly lost: Promise<string>
  readonly release: () => Promise<void>
}

/**
 * Takes the place of the writer, in a session of its own that lasts as long as the node.
 * @throws WriterError if another node has it.
 */
export const lockWriter = async ({ url }: { readonly url: string }): Promise<WriterLock> => {
  const client = new pg.Client({ connectionString: url, application_name: 'distributed-town writer', keepAlive: true })
  let released = false
  const lost = new Promise<string>((resolve) => {
    const tell = () => {
      if (!released) resolve('the connection to the database that keeps other writers out broke')
    }
    client.on('error', tell)
    client.on('end', tell)
  })
  await client.connect()
  const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [LOCK])
  const release = async () => {
    released = true
    await client.end()
  }
  if (rows[0]?.held) return { lost, release }
  const writer = await findWriter(client).catch(() => undefined)
  await release()
  throw new WriterError(
    `another node writes this database${writer?.url ? ` (${writer.url})` : ''}: stop it first, or start this one with --reader`,
  )
}

/** The node that writes, or wrote last: where it is reached, empty before it lets people in, and which contracts the tables are about. */
export type Writer = { readonly url: string; readonly deployment: Deployment }

export const findWriter = async (client: pg.Pool | pg.ClientBase): Promise<Writer | undefined> => {
  const { rows } = await client.query('select url, deployment from public.writer')
  return rows[0] && z.decode(writerRow, rows[0])
}

const writerRow = z.object({ url: z.string(), deployment: deploymentFile })

/** @throws WriterError if the tables are about the contracts of another network of towns. */
export const requireSameNetwork = async (
  pool: pg.Pool,
  { deployment: { contracts } }: { readonly deployment: Deployment },
): Promise<void> => {
  const before = await findWriter(pool)
  if (before === undefined || before.deployment.contracts.registry === contracts.registry) return
  throw new WriterError(
    `the database belongs to another network of towns (registry ${before.deployment.contracts.registry}, ours is ${contracts.registry}): use the folder that it was made with, or another database`,
  )
}

export const storeWriter = async (pool: pg.Pool, { url, deployment }: Writer): Promise<void> => {
  await pool.query(
    `insert into public.writer (id, url, deployment) values (1, $1, $2)
     on conflict (id) do update set url = excluded.url, deployment = excluded.deployment, started_at = now()`,
    [url, JSON.stringify(z.encode(deploymentFile, deployment))],
  )
}

export class WriterError extends Error {
  override readonly name = 'WriterError'
}
