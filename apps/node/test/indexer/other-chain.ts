import { setImmediate as nextTurn } from 'node:timers/promises'
import { createPublicClient, defineChain, type Hex, http, keccak256, type PublicClient } from 'viem'
import { CHAIN_ID } from '../../src/chain/anvil.ts'
import type { Chain } from '../../src/chain/client.ts'
import { openDeployment } from '../../src/chain/deploy.ts'
import type { Deployment } from '../../src/chain/deployment.ts'
import { mine, send } from '../../src/chain/submit.ts'
import { openAccounts } from '../../src/relayer/accounts.ts'
import { startOpenAnvil } from '../anvil.ts'
import type { Random } from '../random.ts'

/** A chain that the node does not mine, with the town's contracts, and which can be rewritten. */
export type OtherChain = {
  readonly chain: Chain
  readonly url: string
  readonly deployment: Deployment
  /** What there is now is never taken back. */
  readonly settle: () => Promise<void>
  /** Takes back so many blocks, as far as they are not settled. */
  readonly rewrite: (depth: number) => Promise<void>
  readonly mineEmpty: () => Promise<void>
  /** The same chain, asked by another way. */
  readonly by: (url: string) => Chain
  readonly stop: () => Promise<void>
}

const TIMEOUT = 400

export const startOtherChain = async ({
  home,
  random,
}: {
  readonly home: string
  readonly random: Random
}): Promise<OtherChain> => {
  let time = 1_800_000_000
  const { rpc, url, child } = await startOpenAnvil({ folder: home, genesisTime: time })
  const { operator } = openAccounts({ home })
  await rpc.setBalance({ address: operator.address, value: 2n ** 100n })

  const snapshots: Hex[] = []
  /** Every block has a time of its own, so that no two forks have the same blocks. */
  const mineNext = async () => {
    time += 1 + random.int(10)
    await mine({ rpc, timestamp: time })
    snapshots.push(await rpc.snapshot())
  }
  let sent: Promise<unknown> = Promise.resolve()
  let mining: Promise<void> | undefined
  /** What is sent in one turn of the event loop shares a block: in its order, since none is mined before the one that it follows. */
  const submit = async (raw: Hex) => {
    const sending = sent.then(() => send(rpc, raw))
    sent = sending.catch(() => undefined)
    mining ??= nextTurn().then(async () => {
      mining = undefined
      await sent
      await mineNext()
    })
    const [{ hash, reason }] = await Promise.all([sending, mining])
    if (hash === undefined) throw new Error(reason)
    const receipt = await rpc.getTransactionReceipt({ hash: keccak256(raw) })
    return { hash, blockNumber: receipt.blockNumber, receipt, indexed: false }
  }
  const by = (address: string): Chain => {
    const client = createClient(address)
    return {
      client,
      // Only `/rpc` asks this way.
      request: () => Promise.reject(new Error('not in these tests')),
      submit,
      submitForeign: submit,
      height: () => client.getBlockNumber({ cacheTime: 0 }),
      patiently: (work) => work,
      time: () => time,
      onBlock: () => () => undefined,
    }
  }
  const chain = by(url)
  const deployment = await openDeployment({ home, chain, operator })
  const settle = async () => {
    snapshots.splice(0, snapshots.length, await rpc.snapshot())
  }
  await settle()

  return {
    chain,
    url,
    deployment,
    settle,
    rewrite: async (depth) => {
      const to = Math.max(snapshots.length - 1 - depth, 0)
      const [id] = snapshots.splice(to)
      if (id === undefined) throw new Error('there is no block to go back to')
      await rpc.revert({ id })
      // A snapshot can be used once.
      snapshots.push(await rpc.snapshot())
    },
    mineEmpty: mineNext,
    by,
    stop: () => child.stop('SIGKILL'),
  }
}

const createClient = (url: string): PublicClient =>
  createPublicClient({
    chain: defineChain({
      id: CHAIN_ID,
      name: 'Another one',
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [url] } },
    }),
    cacheTime: 0,
    transport: http(url, { retryCount: 0, timeout: TIMEOUT }),
  })
