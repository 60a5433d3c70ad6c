import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Logger } from 'pino'
import { type Address, createPublicClient, defineChain, hexToBytes, http, type PublicClient } from 'viem'
import type { Child } from '../child.ts'
import { writeWhole } from '../home.ts'
import { type AnvilClient, CHAIN_ID, startAnvil } from './anvil.ts'
import { fetchChain } from './fetch-chain.ts'
import { openJournal } from './journal.ts'
import { type BlockListener, createSubmitter, mine, type Submitted, send } from './submit.ts'

export type Chain = {
  readonly client: PublicClient
  /** JSON-RPC of the chain, for `POST /rpc` to pass on what it allows. */
  readonly url: string
  /**
   * The only way to the chain for a transaction of the node itself: resolves once it is mined and every block listener has seen its block.
   * @throws SubmitError if it did not get into a block.
   */
  readonly submit: (rawTransaction: `0x${string}`) => Promise<Submitted>
  /** The same for a transaction of anybody: it comes after those of the node, and few of them can wait. */
  readonly submitForeign: (rawTransaction: `0x${string}`) => Promise<Submitted>
  readonly height: () => Promise<bigint>
  /** Time that a block mined now would have, in seconds. The latest block may be much older. */
  readonly time: () => number
  /** Called in order of the blocks, one block at a time; `submit` waits for it. @returns how to stop listening. */
  readonly onBlock: (listener: BlockListener) => () => void
}

export type RunningChain = {
  readonly chain: Chain
  readonly child: Child
  /** Resolves with the reason when it is not known any more what the chain has: the next start finds out from the journal. */
  readonly failed: Promise<string>
  /** Refuses the transactions of others that were not sent yet, and takes no more. */
  readonly closeForeign: () => void
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
    undumped = await replay({ rpc, entries: journal.entries, log })
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
      transport: http(url, { retryCount: 0, fetchFn: fetchChain }),
    })
    return {
      chain: {
        client,
        url,
        submit: submitter.submit,
        submitForeign: submitter.submitForeign,
        onBlock: submitter.onBlock,
        time: submitter.time,
        height: () => client.getBlockNumber(),
      },
      child,
      failed: submitter.failed,
      closeForeign: submitter.closeForeign,
      stop: async () => {
        await submitter.close()
        try {
          // Else the journal has it.
          if (isAlive && undumped > 0 && !submitter.hasFailed()) await dump()
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
  log,
}: {
  rpc: AnvilClient
  entries: ReturnType<typeof openJournal>['entries']
  log: Logger
}): Promise<number> => {
  let height = await rpc.getBlockNumber()
  let count = 0
  for (const { number, timestamp, transactions } of entries) {
    // In the dump, or mined a moment ago.
    if (number <= height) continue
    for (const raw of transactions) {
      const { hash, reason } = await send(rpc, raw)
      // As when it was submitted: the others are mined.
      if (hash === undefined) log.error({ block: Number(number), reason }, 'a transaction of the journal is refused')
    }
    await mine({ rpc, timestamp })
    height = number
    count += transactions.length
  }
  return count
}
