import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Logger } from 'pino'
import { type Address, createPublicClient, defineChain, hexToBytes, http, type PublicClient } from 'viem'
import type { Child } from '../child.ts'
import { writeWhole } from '../home.ts'
import { type AnvilClient, CHAIN_ID, startAnvil } from './anvil.ts'
import { openJournal } from './journal.ts'
import { type BlockListener, createSubmitter, mine, type Submitted } from './submit.ts'

export type Chain = {
  readonly client: PublicClient
  /** JSON-RPC of the chain, for `POST /rpc` to pass on what it allows. */
  readonly url: string
  /**
   * The only way to the chain for a transaction: resolves once it is mined and every block listener has seen its block.
   * @throws SubmitError if it did not get into a block.
   */
  readonly submit: (rawTransaction: `0x${string}`) => Promise<Submitted>
  readonly height: () => Promise<bigint>
  /** Time that a block mined now would have, in seconds. The latest block may be much older. */
  readonly time: () => number
  /** Called in order of the blocks, one block at a time; `submit` waits for it. @returns how to stop listening. */
  readonly onBlock: (listener: BlockListener) => () => void
}

export type RunningChain = {
  readonly chain: Chain
  readonly child: Child
  /** Mines what was accepted, writes the dump and stops the child. */
  readonly stop: () => Promise<void>
}

/** Wei of each account that the node itself uses, more than it can ever spend. */
const GENESIS_BALANCE = 2n ** 100n

/** A dump after so many transactions, which bounds how long a start after a crash takes. */
const TRANSACTIONS_PER_DUMP = 500

/**
 * Starts the chain from the last dump and the journal of the blocks after it, or a new one.
 * @param funded Accounts that have ether from the beginning.
 */
export const startChain = async ({
  home,
  funded,
  clock,
  log,
}: {
  readonly home: string
  readonly funded: readonly Address[]
  readonly clock: () => number
  readonly log: Logger
}): Promise<RunningChain> => {
  const folder = join(home, 'chain')
  const state = join(folder, 'state.json')
  const isNew = !existsSync(state)
  const genesisTime = Math.floor(clock() / 1000)
  const { rpc, url, child } = await startAnvil({
    folder,
    genesisTime,
    state: isNew ? undefined : state,
    log,
  })
  let isAlive = true
  void child.ended.then(() => {
    isAlive = false
  })
  try {
    const journal = openJournal(join(folder, 'journal'), { folder })
    let undumped = 0

    const dump = async () => {
      // It comes compressed, in hex; it is read back as plain JSON.
      writeWhole(state, gunzipSync(hexToBytes(await rpc.dumpState())).toString())
      journal.clear()
      undumped = 0
    }

    if (isNew) {
      for (const address of funded) await rpc.setBalance({ address, value: GENESIS_BALANCE })
      // An empty block: the fee of the first one after a loaded genesis would differ from the one after a fresh genesis.
      await mine({ rpc, timestamp: genesisTime })
      // The journal continues from here.
      await dump()
    }
    undumped = await replay({ rpc, entries: journal.entries })
    const submitter = await createSubmitter({
      rpc,
      journal,
      clock,
      log,
      afterBlock: async ({ transactions }) => {
        undumped += transactions
        if (undumped < TRANSACTIONS_PER_DUMP) return
        try {
          await dump()
        } catch (error) {
          // The journal has it all; tried again after the next block.
          log.error({ err: error }, 'the chain was not dumped')
        }
      },
    })
    const client = createPublicClient({
      chain: defineChain({
        id: CHAIN_ID,
        name: 'Distributed Town',
        nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
        rpcUrls: { default: { http: [url] } },
      }),
      cacheTime: 0,
      transport: http(url, { retryCount: 0 }),
    })
    return {
      chain: {
        client,
        url,
        submit: submitter.submit,
        onBlock: submitter.onBlock,
        time: submitter.time,
        height: () => client.getBlockNumber(),
      },
      child,
      stop: async () => {
        await submitter.close()
        try {
          // Else the journal has it.
          if (isAlive && undumped > 0) await dump()
        } finally {
          journal.close()
          await child.stop('SIGKILL')
        }
      },
    }
  } catch (error) {
    await child.stop('SIGKILL')
    throw error
  }
}

/** Mines again what the dump does not have yet. @returns how many transactions. */
const replay = async ({
  rpc,
  entries,
}: {
  rpc: AnvilClient
  entries: ReturnType<typeof openJournal>['entries']
}): Promise<number> => {
  const height = await rpc.getBlockNumber()
  const missing = entries.filter(({ number }) => number > height)
  for (const { timestamp, transactions } of missing) {
    for (const serializedTransaction of transactions) await rpc.sendRawTransaction({ serializedTransaction })
    await mine({ rpc, timestamp })
  }
  return missing.reduce((count, { transactions }) => count + transactions.length, 0)
}
