import type { Logger } from 'pino'
import {
  BaseError,
  formatTransactionReceipt,
  type Hex,
  numberToHex,
  parseTransaction,
  RpcRequestError,
  recoverTransactionAddress,
  type TransactionReceipt,
  type TransactionSerialized,
} from 'viem'
import { type AnvilClient, BLOCK_GAS } from './anvil.ts'
import { type Journal, type JournalEntry, JournalError, type Mined } from './journal.ts'

export type Submitted = {
  readonly hash: Hex
  readonly blockNumber: bigint
  readonly receipt: TransactionReceipt
  /** Every listener has seen the block: what the API answers includes it. */
  readonly indexed: boolean
}

export type BlockListener = (blockNumber: bigint) => Promise<void>

export type Submitter = {
  /**
   * The only way to the chain for a transaction of the node itself. Resolves once it is mined and the block listeners have seen its block.
   * @throws SubmitError if it did not get into a block.
   */
  readonly submit: (rawTransaction: Hex) => Promise<Submitted>
  /** The same for a transaction of anybody: it comes after those of the node, and few of them can wait. */
  readonly submitForeign: (rawTransaction: Hex) => Promise<Submitted>
  readonly onBlock: (listener: BlockListener) => () => void
  /** Time that a block mined now would have, in seconds. */
  readonly time: () => number
  /** Resolves with the reason when the chain may not be what the journal says: only another start can tell. */
  readonly failed: Promise<string>
  readonly hasFailed: () => boolean
  /** Takes no more transactions of others; those that were not sent yet are refused. */
  readonly closeForeign: () => void
  /** Mines what is waiting of the node's own and takes no more. */
  readonly close: () => Promise<void>
}

type Job = {
  readonly raw: Hex
  readonly gas: bigint
  readonly resolve: (submitted: Submitted) => void
  readonly reject: (error: unknown) => void
}

/** Gas that one transaction can use: several fit into a block. */
export const MAX_TRANSACTION_GAS = BLOCK_GAS / 4n
const MAX_QUEUE = 10_000
/** Seconds. */
const CLOCK_TOLERANCE = 60
/** Transactions of others that are checked, waiting or being mined. */
export const MAX_FOREIGN = 100
/** Gas of others in one block, so that a request of the relayer never waits for long. */
const FOREIGN_GAS = MAX_TRANSACTION_GAS

/** The node is the only miner of its chain: what waits goes into one block, then come those that arrived meanwhile. */
export const createSubmitter = async ({
  rpc,
  journal,
  clock,
  log,
  keep,
  afterBlock,
}: {
  readonly rpc: AnvilClient
  readonly journal: Pick<Journal, 'append'>
  readonly clock: () => number
  readonly log: Logger
  /** Keeps what became of a block, while the listeners look at it. @throws if the chain could forget blocks before they are kept. */
  readonly keep: (mined: Mined) => Promise<void>
  /** Called between two blocks, when nothing is under way. */
  readonly afterBlock: (mined: { readonly transactions: number }) => Promise<void>
}): Promise<Submitter> => {
  const own: Job[] = []
  const foreign: Job[] = []
  let foreignUnderWay = 0
  const listeners = new Set<BlockListener>()
  const latest = await rpc.getBlock()
  let height = latest.number
  let lastTime = Number(latest.timestamp)
  let running: Promise<void> | undefined
  let closed = false
  let foreignClosed = false
  let hasFailed = false
  let tellFailure: (reason: string) => void = () => undefined
  const failed = new Promise<string>((resolve) => {
    tellFailure = resolve
  })

  const behind = lastTime - Math.floor(clock() / 1000)
  if (behind > CLOCK_TOLERANCE) {
    log.error(
      `the clock of this machine is ${behind} seconds behind the newest block: until it is past that, the town's time stands still. Set the clock if it is wrong`,
    )
  }

  const time = () => Math.max(Math.floor(clock() / 1000), lastTime)

  const run = async () => {
    // What is submitted in the same turn of the event loop shares the block.
    await Promise.resolve()
    while (own.length + foreign.length > 0) {
      const jobs = takeBatch(own, foreign)
      try {
        await mineBatch(jobs)
      } catch (error) {
        for (const job of jobs) job.reject(error)
      }
    }
    running = undefined
  }

  /** Nobody knows what the chain has now. The journal does: the next start mines it. */
  const fail = (error: unknown): SubmitError => {
    const message =
      error instanceof BaseError ? error.shortMessage : error instanceof Error ? error.message : String(error)
    const failure = new SubmitError('FAILED', `the chain failed: ${message}`, { cause: error })
    log.fatal({ err: error }, 'the chain failed')
    hasFailed = true
    closed = true
    foreignClosed = true
    for (const job of [...own.splice(0), ...foreign.splice(0)]) job.reject(failure)
    tellFailure(failure.message)
    return failure
  }

  const orFail = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work
    } catch (error) {
      throw fail(error)
    }
  }

  const mineBatch = async (jobs: readonly Job[]) => {
    const sent = await orFail(sendAll({ rpc, jobs }))
    if (sent.length === 0) return
    const entry: JournalEntry = { number: height + 1n, timestamp: time(), transactions: sent.map(({ job }) => job.raw) }
    try {
      await journal.append(entry)
    } catch (error) {
      // The next start mines it, should it be written.
      if (!(error instanceof JournalError && error.isRefused)) throw fail(error)
      log.error({ err: error }, 'the journal of the chain was not written')
      await orFail(dropAll(rpc))
      throw new SubmitError('FAILED', error.message, { cause: error })
    }
    const mined = await orFail(mineAndRead(entry))
    const [indexed] = await Promise.all([tellListeners(height), orFail(keep(mined))])
    const receipts = new Map(mined.receipts.map((receipt) => [receipt.transactionHash, receipt]))
    for (const { job, hash } of sent) {
      const receipt = receipts.get(hash)
      if (receipt) job.resolve({ hash, blockNumber: height, receipt: formatTransactionReceipt(receipt), indexed })
      else job.reject(new SubmitError('NOT_EXECUTABLE', 'its nonce is too high, or its sender can not pay for its gas'))
    }
    await afterBlock({ transactions: sent.length })
  }

  const mineAndRead = async ({ number, timestamp }: JournalEntry) => {
    await mine({ rpc, timestamp })
    height = number
    lastTime = timestamp
    return await getMined({ rpc, blockNumber: number })
  }

  const tellListeners = async (blockNumber: bigint): Promise<boolean> => {
    let all = true
    for (const listener of listeners) {
      try {
        await listener(blockNumber)
      } catch (error) {
        // The block is mined, whatever its listeners make of it.
        log.error({ err: error, blockNumber: Number(blockNumber) }, 'a listener failed at a block')
        all = false
      }
    }
    return all
  }

  const enter = (queue: Job[], raw: Hex, gas: bigint): Promise<Submitted> =>
    new Promise((resolve, reject) => {
      queue.push({ raw, gas, resolve, reject })
      running ??= run()
    })

  const closeForeign = () => {
    foreignClosed = true
    for (const job of foreign.splice(0)) job.reject(new SubmitError('CLOSED', 'the node is stopping'))
  }

  const requireForeign = () => {
    if (closed || foreignClosed) throw new SubmitError('CLOSED', 'the node is stopping')
  }

  return {
    submit: async (raw) => {
      if (closed) throw new SubmitError('CLOSED', 'the node is stopping')
      if (own.length >= MAX_QUEUE) throw new SubmitError('BUSY', 'too many transactions are waiting')
      return await enter(own, raw, readTransaction(raw).gas)
    },
    submitForeign: async (raw) => {
      requireForeign()
      if (foreignUnderWay >= MAX_FOREIGN) throw new SubmitError('BUSY', 'too many transactions are waiting')
      foreignUnderWay += 1
      try {
        const { gas, cost } = readTransaction(raw)
        await requirePaid({ rpc, raw, cost })
        requireForeign()
        return await enter(foreign, raw, gas)
      } finally {
        foreignUnderWay -= 1
      }
    },
    onBlock: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    time,
    failed,
    hasFailed: () => hasFailed,
    closeForeign,
    close: async () => {
      closed = true
      closeForeign()
      await running
    },
  }
}

/** Mines the pool into one block and empties it: what did not fit or could not run must not appear in a later one. */
export const mine = async ({
  rpc,
  timestamp,
}: {
  readonly rpc: AnvilClient
  readonly timestamp: number
}): Promise<void> => {
  await rpc.setNextBlockTimestamp({ timestamp: BigInt(timestamp) })
  await rpc.mine({ blocks: 1 })
  await dropAll(rpc)
}

const dropAll = async (rpc: AnvilClient): Promise<void> => {
  await rpc.request({ method: 'anvil_dropAllTransactions' } as never)
}

/** The node's own first; others get what is left, up to their share. */
const takeBatch = (own: Job[], foreign: Job[]): readonly Job[] => {
  const first = takeUpTo(own, BLOCK_GAS)
  const left = BLOCK_GAS - first.reduce((sum, { gas }) => sum + gas, 0n)
  if (own.length > 0) return first
  return [...first, ...takeUpTo(foreign, left < FOREIGN_GAS ? left : FOREIGN_GAS)]
}

const takeUpTo = (queue: Job[], most: bigint): readonly Job[] => {
  let gas = 0n
  const count = queue.findIndex((job) => {
    gas += job.gas
    return gas > most
  })
  return queue.splice(0, count === -1 ? queue.length : count)
}

/**
 * @returns those that the pool took. One after another, so that a replay sees the same order.
 * @throws if it is not known whether the pool took one.
 */
const sendAll = async ({ rpc, jobs }: { rpc: AnvilClient; jobs: readonly Job[] }) => {
  const sent: { readonly job: Job; readonly hash: Hex }[] = []
  for (const job of jobs) {
    const { hash, reason, cause } = await send(rpc, job.raw)
    if (hash !== undefined) sent.push({ job, hash })
    else job.reject(new SubmitError('REJECTED', reason, { cause }))
  }
  return sent
}

/** Puts a transaction into the pool. @returns its hash, or why the pool does not take it. @throws if the chain did not answer. */
export const send = async (
  rpc: AnvilClient,
  serializedTransaction: Hex,
): Promise<
  | { readonly hash: Hex; readonly reason?: never; readonly cause?: never }
  | { readonly hash?: never; readonly reason: string; readonly cause: unknown }
> => {
  try {
    return { hash: await rpc.sendRawTransaction({ serializedTransaction }) }
  } catch (error) {
    if (!(error instanceof BaseError) || !error.walk((at) => at instanceof RpcRequestError)) throw error
    return { reason: error.details ?? error.shortMessage, cause: error }
  }
}

/** What became of a block. */
export const getMined = async ({
  rpc,
  blockNumber,
}: {
  readonly rpc: AnvilClient
  readonly blockNumber: bigint
}): Promise<Mined> => {
  const number = numberToHex(blockNumber)
  const [block, receipts] = await Promise.all([
    rpc.request({ method: 'eth_getBlockByNumber', params: [number, true] } as never),
    rpc.request({ method: 'eth_getBlockReceipts', params: [number] } as never),
  ])
  if (!block || !receipts) throw new Error(`the chain has no block ${blockNumber}`)
  return { block, receipts }
}

/** @returns what it can use, and the wei that its sender needs for it. */
const readTransaction = (raw: Hex): { readonly gas: bigint; readonly cost: bigint } => {
  const { gas = 0n, gasPrice, maxFeePerGas, value = 0n } = parse(raw)
  if (gas > MAX_TRANSACTION_GAS) throw new SubmitError('REJECTED', `more than ${MAX_TRANSACTION_GAS} gas`)
  return { gas, cost: gas * (maxFeePerGas ?? gasPrice ?? 0n) + value }
}

const parse = (raw: Hex) => {
  try {
    return parseTransaction(raw)
  } catch (error) {
    throw new SubmitError('MALFORMED', 'not a signed transaction', { cause: error })
  }
}

/** @throws SubmitError if whoever signed it does not have what it may cost. */
const requirePaid = async ({ rpc, raw, cost }: { rpc: AnvilClient; raw: Hex; cost: bigint }): Promise<void> => {
  const address = await recoverTransactionAddress({ serializedTransaction: raw as TransactionSerialized }).catch(
    (error: unknown) => {
      throw new SubmitError('MALFORMED', 'not a signed transaction', { cause: error })
    },
  )
  const balance = await rpc.getBalance({ address })
  // Free of charge is only what could be sent without end.
  if (balance === 0n || balance < cost) throw new SubmitError('REJECTED', 'its sender can not pay for it')
}

export class SubmitError extends Error {
  override readonly name = 'SubmitError'
  /** REJECTED and NOT_EXECUTABLE: not with this nonce, balance or gas. BUSY, CLOSED and FAILED: try again later. */
  readonly code: 'MALFORMED' | 'REJECTED' | 'NOT_EXECUTABLE' | 'BUSY' | 'CLOSED' | 'FAILED'

  constructor(code: SubmitError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
