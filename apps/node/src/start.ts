import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PrivateKeyAccount } from 'viem/accounts'
import { attachmentRoutes } from './api/routes/attachments.ts'
import { backupRoutes } from './api/routes/backups.ts'
import { configRoutes } from './api/routes/config.ts'
import { exampleRoutes } from './api/routes/example.ts'
import { healthRoutes } from './api/routes/health.ts'
import { metricsRoutes } from './api/routes/metrics.ts'
import { nonceRoutes } from './api/routes/nonces.ts'
import { recordRoutes } from './api/routes/records.ts'
import { relayRoutes } from './api/routes/relay.ts'
import { rpcRoutes } from './api/routes/rpc.ts'
import { stewardRoutes } from './api/routes/steward.ts'
import { createServer } from './api/server.ts'
import { createBus } from './bus.ts'
import { startChain } from './chain/client.ts'
import { isFounded, openDeployment } from './chain/deploy.ts'
import { connectChain } from './chain/external.ts'
import type { Child } from './child.ts'
import type { ChainConfig, Config } from './config.ts'
import { clearChain } from './db/chain/cursor.ts'
import { openDatabase } from './db/connect.ts'
import { migrate } from './db/migrate.ts'
import { createDatabase, createPool } from './db/pool.ts'
import { shareBus } from './db/shared-bus.ts'
import { lockWriter, requireSameNetwork, storeWriter } from './db/writer.ts'
import { PAST_DAYS, readExample, viewExample, writeExample } from './example/example-file.ts'
import { openPast, type TellPast } from './example/past.ts'
import { runExample } from './example/run-example.ts'
import { requireWhole } from './home.ts'
import { createIndexer, type Indexer } from './indexer/loop.ts'
import { watchRereading } from './indexer/rereading.ts'
import type { Certificate } from './lan/certificate.ts'
import { LAN_FILE } from './lan/lan-file.ts'
import { closeServer, listen, openLanCertificate, renewLanCertificate } from './listen.ts'
import type { Node } from './node.ts'
import { createLog } from './observability/log.ts'
import { createMetrics } from './observability/metrics.ts'
import { createRelay } from './relay/server.ts'
import { OPERATOR_FILE, openAccounts, RELAYER_FILE } from './relayer/accounts.ts'
import { createContracts } from './relayer/create-contracts.ts'
import { watchFunds } from './relayer/funds.ts'
import { openOutbox } from './relayer/outbox.ts'
import { createRelayer } from './relayer/relay-request.ts'
import { createOutboxSender, createSender } from './relayer/sender.ts'
import { startInHome } from './start-in-home.ts'
import { openSecretBox } from './steward/secrets.ts'
import { createSteward } from './steward/steward.ts'
import { VERSION } from './version.ts'

export type RunningNode = {
  readonly url: string
  /** Resolves when everybody is let in: at once, but where the example network is told its past first. */
  readonly ready: Promise<void>
  readonly node: Node
  /** Of `--lan`. */
  readonly certificate?: Certificate | undefined
  /** What it started itself: no anvil where others mine the chain, no PostgreSQL where there is one already. */
  readonly children: { readonly anvil?: Child; readonly postgres?: Child }
  /** Finishes what was accepted, writes the chain down and stops the children. Safe to call again. */
  readonly stop: () => Promise<void>
  /** Resolves with the reason when a child ended by itself or the chain failed: then the node can only stop. */
  readonly failed: Promise<string>
}

/** Starts everything in the order in which it needs each other; what was started is stopped again if a later part can't start. */
export const startNode = async ({
  config: given,
  clock: today = Date.now,
  tellPast,
  reindex = false,
  webRoot,
}: {
  readonly config: Config
  readonly clock?: () => number
  /** Hears how the past of the example network goes by. */
  readonly tellPast?: TellPast
  /** Folder of the web app that is served; the built one unless given. */
  readonly webRoot?: string | undefined
  /** Whether to forget what was read from the chain, and read it again. */
  readonly reindex?: boolean
}): Promise<RunningNode> =>
  startInHome(given, async ({ stops, stop }) => {
    const config: Config = {
      ...given,
      // On a chain that others mine it would cost money, and stay for good.
      example: given.example && given.chain === undefined,
      ownToken: randomBytes(16).toString('hex'),
    }
    const { home } = config
    // Before the home counts as founded: a start that is interrupted leaves word of what is to come.
    if (config.example && !isFounded(home) && !readExample(config)) {
      writeExample({ home, isFinished: false, daysLeft: PAST_DAYS, residents: [] })
    }
    const past = openPast(config, { clock: today, isTold: config.example, tell: tellPast })
    const { clock } = past
    if (isFounded(home))
      requireWhole(home, [
        ...(config.chain?.operatorKey ? [] : [OPERATOR_FILE]),
        ...(config.chain?.relayerKey ? [] : [RELAYER_FILE]),
        'secret',
        ...(config.databaseUrl ? [] : ['postgres.password', 'postgres/data']),
      ])
    const log = createLog(config)

    const database = await openDatabase({ config, log })
    stops.push(database.stop)
    const writer = await lockWriter(database)
    stops.push(writer.release)
    const pool = createPool({ url: database.url, log })
    stops.push(() => pool.end())
    await migrate({ pool })

    const { operator, relayer: account } = openAccounts({ home, ...config.chain })
    // Before the deployment, which is the last of what a first start makes.
    openSecretBox(config)
    const running = config.chain
      ? undefined
      : await startChain({ home, pool, funded: [operator.address, account.address], clock, log })
    if (running) stops.push(running.stop)
    const chain = running?.chain ?? (await connectChain({ ...(config.chain as ChainConfig), clock }))
    const outboxOptions = (account: PrivateKeyAccount) => ({ ...(config.chain as ChainConfig), account })
    const deployment = await openDeployment({
      home,
      chain,
      operator,
      file: config.chain?.deployment,
      create:
        config.chain && ((contracts) => createContracts({ chain, pool, log }, outboxOptions(operator), contracts)),
    })
    await requireSameNetwork(pool, { deployment })
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

    if (reindex) await clearChain(pool, { until: await chain.height() })
    const indexer = createIndexer(node, { finality: config.chain })
    stops.push(indexer.close)
    if (config.chain) {
      await indexer.poll({ everyMs: config.chain.pollMs ?? POLL })
    } else {
      await indexer.indexTo(await chain.height())
      chain.onBlock(indexer.follow)
    }

    const rereading = await watchRereading(node, indexer)
    const relay = createRelay(node, { rereading, past })
    let relayClosing: Promise<void> | undefined
    const closeRelay = () => {
      relayClosing ??= relay.close()
      return relayClosing
    }
    stops.push(closeRelay)
    const steward = await createSteward(node, { relay })
    stops.push(steward.stop)
    const outbox = config.chain && (await openOutbox(node, outboxOptions(account)))
    const sender = outbox
      ? createOutboxSender({ outbox, index: (block) => waitForIndex(indexer, block) })
      : createSender({ chain, account })
    const metrics = createMetrics(node, { indexer, relay, payer: account.address })
    const relayer = metrics.watchRelayer(await createRelayer(node, { account, sender }))
    const funds = watchFunds(node, account)
    stops.push(funds.close)
    const example = viewExample(config)
    const certificate = await openLanCertificate(config, today())
    const app = await createServer(node, {
      webRoot,
      maxRequests: config.maxRequests,
      tls: certificate,
      rereading,
      past,
      countRequest: metrics.countRequest,
      plugins: [
        metricsRoutes({ metrics }),
        healthRoutes({ indexer, funds, rereading, example, past, version: VERSION }),
        exampleRoutes({ example }),
        configRoutes(),
        relayRoutes({ relayer, rereading }),
        nonceRoutes({ relayer }),
        rpcRoutes,
        recordRoutes,
        backupRoutes,
        attachmentRoutes(),
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
    if (running) stops.push(async () => running.closeForeign())
    // What is under way there may take long: it is in the database.
    if (outbox) stops.push(outbox.close)
    const url = await listen(app, config)
    stops.push(renewLanCertificate(app, { ...node, clock: today }, { present: certificate }).close)
    if (config.databaseUrl !== undefined) {
      const shared = await shareBus({ bus: node.bus, url: config.databaseUrl, log })
      stops.push(shared.close)
    }
    const announce = (at: string) => storeWriter(pool, { url: at, deployment })
    const publicUrl = config.publicUrl?.href ?? url
    // No reader is to show half a past; whose tables they are is known from the beginning.
    await announce(past.progress() ? '' : publicUrl)
    const ready = past.progress() ? past.over.then(() => announce(publicUrl)) : past.over
    const actors =
      config.example && !reindex
        ? await runExample(node, { url, certificate: certificate && join(home, LAN_FILE), past })
        : undefined
    if (actors) stops.push(() => actors.stop('SIGTERM'))

    // The node's own server has the node to itself: when it ends, that is the reason.
    const ofDatabase = database.child?.ended ?? writer.lost
    const failed = Promise.race([
      ofDatabase,
      ...(running ? [running.failed, running.child.ended] : []),
      ...(actors ? [actors.failed] : []),
      ready.then(
        () => new Promise<string>(() => undefined),
        (error: unknown) =>
          `the database does not take where this node is: ${error instanceof Error ? error.message : error}`,
      ),
    ])
    const children = { ...(running && { anvil: running.child }), ...(database.child && { postgres: database.child }) }
    return { url, ready, node, certificate, children, stop, failed }
  })

/** Milliseconds between two looks at a chain that others mine. */
const POLL = 1_000

/** Milliseconds. */
const INDEX_TIMEOUT = 30_000

/** @returns whether the tables contain a block. The index follows the chain by itself. */
const waitForIndex = async (indexer: Pick<Indexer, 'indexed'>, blockNumber: bigint): Promise<boolean> => {
  const deadline = performance.now() + INDEX_TIMEOUT
  while (indexer.indexed() < blockNumber && performance.now() < deadline) await sleep(INDEX_TIMEOUT / 600)
  return indexer.indexed() >= blockNumber
}
