import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { backupRoutes } from './api/routes/backups.ts'
import { configRoutes } from './api/routes/config.ts'
import { healthRoutes } from './api/routes/health.ts'
import { nonceRoutes } from './api/routes/nonces.ts'
import { recordRoutes } from './api/routes/records.ts'
import { relayRoutes } from './api/routes/relay.ts'
import { rpcRoutes } from './api/routes/rpc.ts'
import { stewardRoutes } from './api/routes/steward.ts'
import { createServer } from './api/server.ts'
import { createBus } from './bus.ts'
import { startChain } from './chain/client.ts'
import { isFounded, openDeployment } from './chain/deploy.ts'
import type { Child } from './child.ts'
import type { Config } from './config.ts'
import { clearChain } from './db/chain/cursor.ts'
import { migrate } from './db/migrate.ts'
import { createDatabase, createPool } from './db/pool.ts'
import { startDatabaseServer } from './db/server.ts'
import { lockHome, openHome, requireWhole } from './home.ts'
import { createIndexer } from './indexer/loop.ts'
import type { Node } from './node.ts'
import { createLog } from './observability/log.ts'
import { createRelay } from './relay/server.ts'
import { openAccounts } from './relayer/accounts.ts'
import { createRelayer } from './relayer/relay-request.ts'
import { openSecretBox } from './steward/secrets.ts'
import { createSteward } from './steward/steward.ts'

export type RunningNode = {
  readonly url: string
  readonly node: Node
  readonly children: { readonly anvil: Child; readonly postgres: Child }
  /** Finishes what was accepted, writes the chain down and stops the children. Safe to call again. */
  readonly stop: () => Promise<void>
  /** Resolves with the reason when a child ended by itself or the chain failed: then the node can only stop. */
  readonly failed: Promise<string>
}

/** Starts everything in the order in which it needs each other; what was started is stopped again if a later part can't start. */
export const startNode = async ({
  config,
  clock = Date.now,
  reindex = false,
}: {
  readonly config: Config
  readonly clock?: () => number
  /** Whether to forget what was read from the chain, and read it again. */
  readonly reindex?: boolean
}): Promise<RunningNode> => {
  const stops: (() => Promise<void>)[] = []
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= stopAll(stops)
    return stopping
  }
  try {
    const { home } = config
    openHome(home)
    const lock = lockHome(home)
    stops.push(async () => lock.release())
    if (isFounded(home))
      requireWhole(home, ['operator.key', 'relayer.key', 'secret', 'postgres.password', 'postgres/data'])
    const log = createLog(config)

    const server = await startDatabaseServer({ home, log })
    stops.push(() => server.child.stop('SIGINT'))
    const pool = createPool({ url: server.url, log })
    stops.push(() => pool.end())
    await migrate({ pool })

    const { operator, relayer: account } = openAccounts({ home })
    // Before the deployment, which is the last of what a first start makes.
    openSecretBox(config)
    const running = await startChain({ home, pool, funded: [operator.address, account.address], clock, log })
    stops.push(running.stop)
    const { chain } = running
    const deployment = await openDeployment({ home, chain, operator })
    const node: Node = {
      config,
      pool,
      db: createDatabase({ pool }),
      chain,
      deployment,
      bus: createBus({ log }),
      log,
      clock,
    }

    if (reindex) await clearChain(pool)
    const indexer = createIndexer(node)
    await indexer.indexTo(await chain.height())
    chain.onBlock(indexer.follow)
    stops.push(indexer.close)

    const relay = createRelay(node)
    let relayClosing: Promise<void> | undefined
    const closeRelay = () => {
      relayClosing ??= relay.close()
      return relayClosing
    }
    stops.push(closeRelay)
    const steward = await createSteward(node, { relay })
    stops.push(steward.stop)
    const relayer = await createRelayer(node, { account })
    const app = await createServer(node, {
      maxRequests: config.maxRequests,
      plugins: [
        healthRoutes({ indexer, version: VERSION }),
        configRoutes,
        relayRoutes({ relayer }),
        nonceRoutes({ relayer }),
        rpcRoutes,
        recordRoutes,
        backupRoutes,
        stewardRoutes,
      ],
    })
    // Together: the server waits for the connections of the relay.
    stops.push(async () => {
      await Promise.all([closeServer(app, log), closeRelay()])
    })
    relay.attach(app.server)
    // However long that takes: whoever waits for an act to be done gets its answer. Who comes later is refused.
    stops.push(relayer.close)
    // First: what others submitted would keep the server waiting.
    stops.push(async () => running.closeForeign())
    const url = await listen(app, config)

    const failed = Promise.race([running.failed, running.child.ended, server.child.ended])
    return { url, node, children: { anvil: running.child, postgres: server.child }, stop, failed }
  } catch (error) {
    await stop()
    throw error
  }
}

const VERSION: string = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version

/** Requests that are under way get so long. */
const CLOSE_TIMEOUT = 5_000

const closeServer = async (app: FastifyInstance, log: Logger): Promise<void> => {
  const timer = setTimeout(() => {
    log.warn('connections were cut off')
    app.server.closeAllConnections()
  }, CLOSE_TIMEOUT)
  await app.close()
  clearTimeout(timer)
}

const listen = async (app: FastifyInstance, { host, port }: Config): Promise<string> => {
  try {
    await app.listen({ host, port })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    throw new ListenError(`port ${port} of ${host} is in use: stop what uses it, or choose another one by PORT`)
  }
  const address = app.server.address()
  const listening = typeof address === 'object' && address !== null ? address.port : port
  // Who listens on all addresses is reached at this one too.
  const shown = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
  return `http://${shown}:${listening}`
}

/** The last one started first. One that fails does not keep the others running. */
const stopAll = async (stops: readonly (() => Promise<void>)[]): Promise<void> => {
  const failures: unknown[] = []
  for (const stop of stops.toReversed()) {
    try {
      await stop()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'the node did not stop cleanly')
}

export class ListenError extends Error {
  override readonly name = 'ListenError'
}
