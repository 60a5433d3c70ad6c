import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import type { Logger } from 'pino'
import { type Address, createPublicClient, defineChain, type PublicClient } from 'viem'
import type { Child } from '../child.ts'
import { adoptBlocks } from './adopt.ts'
import {
  type Anvil,
  type AnvilClient,
  BLOCKS_IN_MEMORY,
  CHAIN_ID,
  createAnvilClient,
  createTransport,
  startAnvil,
} from './anvil.ts'
import { askAgain } from './ask-again.ts'
import { isWholeDump, writeDump } from './dump.ts'
import { createHistory } from './history.ts'
import type { RpcAnswer, RpcCall } from './ipc.ts'
import { createJournal, type Journal, type KeptEntry, type Mined } from './journal.ts'
import type { Patience } from './patience.ts'
import { type BlockListener, createSubmitter, getMined, mine, type Submitted, send } from './submit.ts'

export type Chain = {
  /** Others mine it: blocks come by themselves, have their own times, and may be taken back. */
  readonly isForeign?: true
  readonly client: PublicClient
  /** JSON-RPC of the chain, for `POST /rpc` to pass on what it allows. @throws if the chain does not answer. */
  readonly request: (call: RpcCall) => Promise<RpcAnswer>
  /**
   * The only way to the chain for a transaction of the node itself: resolves once it is mined and every block listener has seen its block.
   * @throws SubmitError if it did not get into a block.
   */
  readonly submit: (rawTransaction: `0x${string}`) => Promise<Submitted>
  /** The same for a transaction of anybody: it comes after those of the node, and few of them can wait. */
  readonly submitForeign: (rawTransaction: `0x${string}`) => Promise<Pick<Submitted, 'hash'>>
  readonly height: () => Promise<bigint>
  /** Waits for work that asks the chain, but not for long while one that others mine says nothing. @throws SilentChainError */
  readonly patiently: Patience['wait']
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

/** When the chain is written down. */
export type DumpLimits = {
  /** A dump after so many transactions, unless the last one took so long that … */
  readonly transactionsPerDump: number
  /** … less than so many times its duration have passed since … */
  readonly restOfDumps: number
  /** … and in any case after so many, which bounds how long a start after a crash takes. */
  readonly mostUndumped: number
  /** Transactions after which the child is replaced by a new one with the last dump: it never gives back all of its memory. */
  readonly transactionsPerChild: number
}

const LIMITS: DumpLimits = {
  transactionsPerDump: 500,
  restOfDumps: 50,
  mostUndumped: 2_000,
  transactionsPerChild: 10_000,
}

/**
 * Starts the chain from the last dump and the journal of the blocks after it, or a new one.
 * @param funded Accounts that have ether from the beginning.
 * @throws ChainError if dump and journal do not belong together; then nothing was changed.
 */
export const startChain = async ({
  home,
  pool,
  funded,
  clock,
  log,
  limits: given = {},
}: {
  readonly home: string
  readonly pool: pg.Pool
  readonly funded: readonly Address[]
  readonly clock: () => number
  readonly log: Logger
  readonly limits?: Partial<DumpLimits>
}): Promise<RunningChain> => {
  const limits = { ...LIMITS, ...given }
  const folder = join(home, 'chain')
  const state = join(folder, 'state.json')
  const journal = createJournal({ pool })
  const newest = await journal.newest()
  // Its second block is what the beginning of a chain ends with; a first start may have been cut off before.
  const isNew = newest === undefined || newest === 0n
  // Of an earlier version.
  const fileJournal = join(folder, 'journal')
  const isAdopted = existsSync(state) && existsSync(fileJournal)
  if (newest === undefined && existsSync(state) && !isAdopted) {
    throw new ChainError(
      `${state} is there, but the database has no blocks: they are not of one home. Restore both from one backup`,
    )
  }
  const { timestamp: genesisTime } = (await journal.find(1n)) ??
    (await journal.find(0n)) ?? { timestamp: Math.floor(clock() / 1000) }
  const hasDump = isAdopted || (!isNew && findDump({ state, log }))

  const start = (from: string | undefined) => startAnvil({ folder, genesisTime, state: from, log })
  let anvil = await start(hasDump ? state : undefined)
  let tellEnd: (reason: string) => void = () => undefined
  const ended = new Promise<string>((resolve) => {
    tellEnd = resolve
  })
  let isAlive = true
  const watch = (watched: Anvil) => {
    void watched.child.ended.then((reason) => {
      if (watched !== anvil) return
      isAlive = false
      tellEnd(reason)
    })
  }
  watch(anvil)
  const rpc = createAnvilClient(createTransport((call) => anvil.request(call)))

  try {
    if (!hasDump) await createGenesis({ rpc, funded, genesisTime })
    if (isAdopted) await adoptBlocks({ rpc, journal, file: fileJournal })
    if (!hasDump && isNew) await keepGenesis({ rpc, journal, genesisTime })
    else await requireSameChain({ rpc, journal, state, folder })

    /** Blocks whose receipts are not in the journal yet. */
    let unkept: readonly Mined[] = []
    let kept = await rpc.getBlockNumber()
    const keep = async (mined: Mined) => {
      unkept = [...unkept, mined]
      try {
        await journal.keep(unkept)
        kept = BigInt(mined.block.number)
        unkept = []
      } catch (error) {
        log.error({ err: error }, 'what became of a block was not kept')
        if (unkept.length > BLOCKS_IN_MEMORY / 4) throw error
      }
    }

    let undumped = await replay({ rpc, journal, keep, log })
    // With the blocks that the journal had whole before.
    kept = (await rpc.getBlockNumber()) - BigInt(unkept.length)
    let dumpedAt = performance.now()
    let dumpTook = 0
    let inChild = undumped

    const dump = async () => {
      // A dump must not have a block that the journal does not have whole.
      if (unkept.length > 0) throw new ChainError('what became of the last blocks is not kept yet')
      const from = performance.now()
      await writeDump({ rpc, path: state })
      undumped = 0
      dumpedAt = performance.now()
      dumpTook = dumpedAt - from
    }

    /** Between two blocks. Who asked the one before gets its answer. */
    const replaceChild = async () => {
      const before = anvil
      const next = await start(state)
      anvil = next
      watch(next)
      inChild = 0
      setTimeout(() => void before.stop(), REPLACED_CHILD_TIMEOUT).unref()
    }

    // The journal continues from here.
    if (!hasDump || isAdopted) await dump()
    rmSync(fileJournal, { force: true })
    const submitter = await createSubmitter({
      rpc,
      journal,
      clock,
      log,
      keep,
      afterBlock: async ({ transactions }) => {
        undumped += transactions
        inChild += transactions
        const isDue =
          undumped >= limits.transactionsPerDump && performance.now() - dumpedAt >= limits.restOfDumps * dumpTook
        if (!isDue && undumped < limits.mostUndumped) return
        try {
          await dump()
          if (inChild >= limits.transactionsPerChild) await replaceChild()
        } catch (error) {
          // The journal has it all; tried again after the next blocks.
          log.error({ err: error }, 'the chain was not dumped')
          undumped = 0
        }
      },
    })
    const history = createHistory({
      request: askAgain((call) => anvil.request(call)),
      journal,
      oldest: () => kept - BigInt(BLOCKS_IN_MEMORY / 2),
    })
    const client = createPublicClient({
      chain: defineChain({
        id: CHAIN_ID,
        name: 'Distributed Town',
        nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
        rpcUrls: { default: { http: [] } },
      }),
      cacheTime: 0,
      transport: createTransport(history.answer),
    })
    return {
      chain: {
        client,
        request: history.answer,
        submit: submitter.submit,
        submitForeign: submitter.submitForeign,
        onBlock: submitter.onBlock,
        time: submitter.time,
        height: () => client.getBlockNumber(),
        // It is a child of the node, which ends with it.
        patiently: (work) => work,
      },
      child: {
        get pid() {
          return anvil.child.pid
        },
        ended,
        stop: (signal) => anvil.child.stop(signal),
      },
      failed: submitter.failed,
      closeForeign: submitter.closeForeign,
      stop: async () => {
        await submitter.close()
        try {
          // Else the journal has it.
          if (isAlive && undumped > 0 && !submitter.hasFailed()) await dump()
        } finally {
          await anvil.stop()
        }
      },
    }
  } catch (error) {
    const wasAlive = isAlive
    await anvil.stop()
    throw wasAlive ? error : new ChainError(await ended, { cause: error })
  }
}

/** Milliseconds that questions to a child that was replaced have for their answer. */
const REPLACED_CHILD_TIMEOUT = 2_000

/** @returns whether there is a dump to start from. A damaged one is put aside: the journal has all blocks. */
const findDump = ({ state, log }: { state: string; log: Logger }): boolean => {
  if (!existsSync(state)) {
    log.error('there is no dump of the chain: it is made again from its first block, which takes a while')
    return false
  }
  if (isWholeDump(state)) return true
  renameSync(state, `${state}.damaged`)
  log.error('the dump of the chain is damaged: the chain is made again from its first block, which takes a while')
  return false
}

const createGenesis = async ({
  rpc,
  funded,
  genesisTime,
}: {
  rpc: AnvilClient
  funded: readonly Address[]
  genesisTime: number
}): Promise<void> => {
  for (const address of funded) await rpc.setBalance({ address, value: GENESIS_BALANCE })
  // An empty block: the fee of the first one after a loaded genesis would differ from the one after a fresh genesis.
  await mine({ rpc, timestamp: genesisTime })
}

const keepGenesis = async ({
  rpc,
  journal,
  genesisTime,
}: {
  rpc: AnvilClient
  journal: Journal
  genesisTime: number
}): Promise<void> => {
  for (const number of [0n, 1n]) {
    await journal.append({ number, timestamp: genesisTime, transactions: [] })
    await journal.keep([await getMined({ rpc, blockNumber: number })])
  }
}

/** The newest block of the chain must be the one of the journal. */
const requireSameChain = async ({
  rpc,
  journal,
  state,
  folder,
}: {
  rpc: AnvilClient
  journal: Journal
  state: string
  folder: string
}): Promise<void> => {
  const { number, hash } = await rpc.getBlock()
  const entry = await journal.find(number)
  if (entry && (entry.hash === undefined || entry.hash === hash)) return
  throw new ChainError(
    existsSync(state)
      ? `${state} and the database do not belong together: restore both from one backup. If the database is the right one, remove ${folder}, and the chain is made again from it`
      : `the keys in the folder are not those that the chain of the database began with: restore both from one backup`,
  )
}

/** Mines again what the dump does not have yet. @returns how many transactions. */
const replay = async ({
  rpc,
  journal,
  keep,
  log,
}: {
  rpc: AnvilClient
  journal: Journal
  keep: (mined: Mined) => Promise<void>
  log: Logger
}): Promise<number> => {
  let count = 0
  for await (const entry of journal.after(await rpc.getBlockNumber())) {
    await replayOne({ rpc, entry, keep, log })
    count += entry.transactions.length
  }
  return count
}

const replayOne = async ({
  rpc,
  entry: { number, timestamp, transactions, hash },
  keep,
  log,
}: {
  rpc: AnvilClient
  entry: KeptEntry
  keep: (mined: Mined) => Promise<void>
  log: Logger
}): Promise<void> => {
  for (const raw of transactions) {
    const { hash: sent, reason } = await send(rpc, raw)
    // As when it was submitted: the others are mined.
    if (sent === undefined) log.error({ block: Number(number), reason }, 'a transaction of the journal is refused')
  }
  await mine({ rpc, timestamp })
  if (hash === undefined) await keep(await getMined({ rpc, blockNumber: number }))
  else if (hash !== (await rpc.getBlock({ blockNumber: number })).hash) {
    throw new ChainError(`block ${number} came out as another one than before: restore the node's folder from a backup`)
  }
}

export class ChainError extends Error {
  override readonly name = 'ChainError'
}
