import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { communityAbi, gigsAbi, registryAbi, skillWalletAbi } from '@distributed-town/protocol'
import { pino } from 'pino'
import { type AbiEvent, type Address, parseEventLogs } from 'viem'
import { createBus } from '../../apps/node/src/bus.ts'
import type { Chain } from '../../apps/node/src/chain/client.ts'
import { clearChain, listCommunityAddresses } from '../../apps/node/src/db/chain/cursor.ts'
import { migrate } from '../../apps/node/src/db/migrate.ts'
import { createPool } from '../../apps/node/src/db/pool.ts'
import { startDatabaseServer } from '../../apps/node/src/db/server.ts'
import { openHome } from '../../apps/node/src/home.ts'
import { createIndexer } from '../../apps/node/src/indexer/loop.ts'
import type { Bench, Figure } from '../bench.ts'
import { type BusyChain, startBusyChain } from '../lib/busy-chain.ts'

const TIMES = 3
/** Blocks of one request of the bare loop: what viem takes at once is 10 MB. */
const STEP = 100n

const log = pino({ level: 'silent' })

export const bench: Bench = {
  name: 'indexer',
  run: async ({ say }) => {
    const home = mkdtempSync(join(tmpdir(), 'town-'))
    openHome(home)
    const chain = await startBusyChain({ home, say })
    const server = await startDatabaseServer({ home, log })
    const pool = createPool({ url: server.url, log })
    try {
      await migrate({ pool })
      const rates: { readonly ours: number; readonly bare: number; readonly events: number }[] = []
      for (let i = 0; i < TIMES; i++) {
        await clearChain(pool)
        const ours = await secondsOf(() => index(chain, pool))
        const communities = await listCommunityAddresses(pool)
        let events = 0
        const bare = await secondsOf(async () => {
          events = await readAll(chain, communities)
        })
        say(`${events} events of ${chain.height} blocks: ${ours.toFixed(1)} s, bare loop ${bare.toFixed(1)} s`)
        rates.push({ ours: events / ours, bare: events / bare, events })
      }
      const best = rates.reduce((a, b) => (a.ours > b.ours ? a : b))
      const figure: Figure = {
        what: `indexer from block zero, ${best.events.toLocaleString('en')} events`,
        bar: '≥ 5,000 events/s',
        value: perSecond(best.ours),
        baseline: `bare viem loop that reads and decodes: ${perSecond(best.bare)}`,
      }
      return [figure]
    } finally {
      await pool.end()
      await Promise.all([server.child.stop('SIGINT'), chain.stop()])
      rmSync(home, { recursive: true, force: true })
    }
  },
}

const index = async ({ client, deployment, height }: BusyChain, pool: ReturnType<typeof createPool>): Promise<void> => {
  const unused = () => Promise.reject(new Error('the indexer sends nothing'))
  const chain: Chain = {
    client,
    request: unused,
    submit: unused,
    submitForeign: unused,
    height: () => client.getBlockNumber(),
    patiently: (work) => work,
    time: () => 0,
    onBlock: () => () => undefined,
  }
  const indexer = createIndexer({ bus: createBus({ log }), chain, deployment, log, pool })
  await indexer.indexTo(height)
  await indexer.close()
}

const events = [...registryAbi, ...skillWalletAbi, ...gigsAbi, ...communityAbi].filter(
  (item): item is AbiEvent & typeof item => item.type === 'event',
)

/** What anybody would write first. @returns how many events there are. */
const readAll = async ({ client, deployment, height }: BusyChain, communities: readonly Address[]): Promise<number> => {
  const { registry, skillWallet, gigs } = deployment.contracts
  let count = 0
  for (let fromBlock = deployment.block; fromBlock <= height; fromBlock += STEP) {
    const last = fromBlock + STEP - 1n
    const toBlock = last < height ? last : height
    const logs = await client.getLogs({ address: [registry, skillWallet, gigs, ...communities], fromBlock, toBlock })
    count += parseEventLogs({ abi: events, logs }).length
  }
  return count
}

const secondsOf = async (run: () => Promise<void>): Promise<number> => {
  const start = performance.now()
  await run()
  return (performance.now() - start) / 1000
}

const perSecond = (rate: number): string => `${Math.round(rate).toLocaleString('en')} events/s`
