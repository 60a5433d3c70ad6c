// Forgets what a stopped node has read from the chain and reads it again, from the block of the deployment. All else stays as it is.
import { isFounded } from './chain/deploy.ts'
import { createSteadyClock } from './clock.ts'
import { readConfig } from './config.ts'
import { findCursor } from './db/chain/cursor.ts'
import { describeFault } from './observability/describe-fault.ts'
import { startNode } from './start.ts'

const run = async (): Promise<void> => {
  const config = readConfig(process.env)
  if (!isFounded(config.home)) throw new Error(`there is no node in ${config.home}: name its folder by TOWN_HOME`)
  // Nobody else is to reach it meanwhile.
  const { node, stop } = await startNode({
    config: { ...config, host: '127.0.0.1', port: 0 },
    clock: createSteadyClock(),
    reindex: true,
  })
  try {
    const { rows } = await node.pool.query<{ count: bigint }>('select count(*) from chain.history')
    const cursor = await findCursor(node.pool)
    process.stdout.write(`read again up to block ${cursor?.blockNumber}: ${rows[0]?.count} entries of histories\n`)
  } finally {
    await stop()
  }
}

run().catch((error: unknown) => {
  process.stderr.write(`${describeFault(error)}\n`)
  process.exitCode = 1
})
