import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Bus } from './bus.ts'
import type { Chain } from './chain/client.ts'
import type { Deployment } from './chain/deployment.ts'
import type { Config } from './config.ts'
import type { Database } from './db/schema.ts'

/** What a running node consists of; functions take the part they need as their first argument. */
export type Node = {
  readonly config: Config
  readonly pool: pg.Pool
  readonly db: Kysely<Database>
  readonly chain: Chain
  readonly deployment: Deployment
  readonly bus: Bus
  readonly log: Logger
  /** Milliseconds since 1970. */
  readonly clock: () => number
}
