import type { Duplex } from 'node:stream'
import { TownError } from '@distributed-town/protocol'
import type { Address } from 'viem'
import { createPublicClient, http } from 'viem'
import { attachmentRoutes } from './api/routes/attachments.ts'
import { backupRoutes } from './api/routes/backups.ts'
import { configRoutes } from './api/routes/config.ts'
import { exampleRoutes } from './api/routes/example.ts'
import { healthRoutes } from './api/routes/health.ts'
import { metricsRoutes } from './api/routes/metrics.ts'
import { recordRoutes } from './api/routes/records.ts'
import { RPC_PATH } from './api/routes/rpc.ts'
import { type ApiPlugin, createServer } from './api/server.ts'
import { createBus } from './bus.ts'
import type { Config } from './config.ts'
import { findCursor } from './db/chain/cursor.ts'
import { openDatabase } from './db/connect.ts'
import { requireMigrated } from './db/migrate.ts'
import { createDatabase, createPool } from './db/pool.ts'
import { followBus } from './db/shared-bus.ts'
import { findWriter, WriterError } from './db/writer.ts'
import { watchRereading } from './indexer/rereading.ts'
import { closeServer, listen, openLanCertificate, renewLanCertificate } from './listen.ts'
import type { Node } from './node.ts'
import { createLog } from './observability/log.ts'
import { createMetrics } from './observability/metrics.ts'
import { RELAY_PATH } from './relay/authenticate.ts'
import type { RunningNode } from './start.ts'
import { startInHome } from './start-in-home.ts'
import { VERSION } from './version.ts'

export type RunningReader = Pick<RunningNode, 'url' | 'ready' | 'certificate' | 'stop' | 'failed'>

/**
 * Serves what another node wrote into the same database: pages, the index, live events. Whoever wants to act is sent to that node, and so are
 * readers of records. It stays a reader when the writer ends, and hears of it again when one starts.
 * @throws WriterError if no node has written the database yet.
 */
export const startReader = async ({
  config,
  clock = Date.now,
}: {
  readonly config: Config
  readonly clock?: () => number
}): Promise<RunningReader> =>
  startInHome(config, async ({ stops, stop }) => {
    const log = createLog(config)
    const database = await openDatabase({ config, log })
    stops.push(database.stop)
    const pool = createPool({ url: database.url, log })
    stops.push(() => pool.end())
    await requireMigrated(pool)
    const found = await findWriter(pool)
    if (found === undefined) throw new WriterError('no node has written this database yet: start one without --reader')
    if (found.url === '') {
      throw new WriterError(
        'no node serves this database yet: the one that writes it tells the past of its example network first. Start this one again in a minute',
      )
    }
    const { deployment } = found
    const writer = found.url.replace(/\/+$/, '')
    const refuse = () => Promise.reject(new TownError('READ_ONLY', { writer }))

    let time = 0
    let indexed = deployment.block - 1n
    let finalized = indexed
    const bus = createBus({ log })
    bus.subscribe((event) => {
      if (event.type !== 'block') return
      indexed = event.indexed
      finalized = event.finalized
    })
    const rereading = await watchRereading({ bus, pool, deployment }, { indexed: () => indexed })
    const readCursor = async () => {
      const cursor = await findCursor(pool)
      await rereading.refresh(cursor?.blockNumber ?? deployment.block - 1n)
      if (cursor === undefined) return
      indexed = cursor.blockNumber
      finalized = cursor.finalized
      time = Number(cursor.blockTime)
      // Pages that were open read again.
      bus.emit({ type: 'undone', block: indexed })
    }
    const followed = await followBus({ bus, url: database.url, log, onConnected: readCursor })
    stops.push(followed.close)

    const node: Node = {
      config,
      pool,
      db: createDatabase({ pool }),
      chain: {
        client: createPublicClient({ transport: http(`${writer}${RPC_PATH}`) }),
        request: refuse,
        submit: refuse,
        submitForeign: refuse,
        height: async () => indexed,
        patiently: (work) => work,
        time: () => Math.max(time, Math.floor(clock() / 1000)),
        onBlock: () => () => undefined,
      },
      deployment,
      bus,
      log,
      clock,
    }
    const metrics = createMetrics(node, { indexer: { indexed: () => indexed } })
    const certificate = await openLanCertificate(config, clock())
    const app = await createServer(node, {
      maxRequests: config.maxRequests,
      tls: certificate,
      writer,
      rereading,
      countRequest: metrics.countRequest,
      plugins: [
        metricsRoutes({ metrics }),
        healthRoutes({
          indexer: { indexed: () => indexed, finalized: () => finalized },
          rereading,
          version: VERSION,
          writer,
        }),
        exampleRoutes({ example: undefined }),
        configRoutes({ relay: `${writer}${RELAY_PATH}` }),
        recordRoutes,
        backupRoutes,
        attachmentRoutes(),
        refuseNonces(writer),
      ],
    })
    stops.push(() => closeServer(app, log))
    app.server.on('upgrade', (_request, socket) => refuseUpgrade(socket))
    const url = await listen(app, config)
    stops.push(renewLanCertificate(app, node, { present: certificate }).close)
    return { url, ready: Promise.resolve(), certificate, stop, failed: new Promise(() => undefined) }
  })

/** Who asks for a nonce is about to act. */
const refuseNonces =
  (writer: string): ApiPlugin =>
  (app) => {
    app.get<{ Params: { address: Address } }>('/api/nonces/:address', async () => {
      throw new TownError('READ_ONLY', { writer })
    })
  }

/** The relay is at the writer: it knows at once who may read what is written. */
const refuseUpgrade = (socket: Duplex): void => {
  socket.on('error', () => undefined)
  socket.end('HTTP/1.1 421 Misdirected Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
}
