import type { Logger } from 'pino'
import { BaseError, type Hex, parseTransaction, type TransactionReceipt } from 'viem'
import { type AnvilClient, BLOCK_GAS } from './anvil.ts'
import type { Journal, JournalEntry } from './journal.ts'

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
   * The only way to the chain for a transaction. Resolves once it is mined and the block listeners have seen its block.
   * @throws SubmitError if it did not get into a block.
   */
  readonly submit: (rawTransaction: Hex) => Promise<Submitted>
  readonly onBlock: (listener: BlockListener) => () => void
  /** Time that a block mined now would have, in seconds. */
  readonly time: () => number
  /** Mines what is waiting and takes no more. */
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

/** The node is the only miner of its chain: what waits goes into one block, then come those that arrived meanwhile. */
export const createSubmitter = async ({
  rpc,
  journal,
  clock,
  log,
  afterBlock,
}: {
  readonly rpc: AnvilClient
  readonly journal: Pick<Journal, 'append'>
  readonly clock: () => number
  readonly log: Logger
  /** Called between two blocks, when nothing is under way. */
  readonly afterBlock: (mined: { readonly transactions: number }) => Promise<void>
}): Promise<Submitter> => {
  const queue: Job[] = []
  const listeners = new Set<BlockListener>()
  const latest = await rpc.getBlock()
  let height = latest.number
  let lastTime = Number(latest.timestamp)
  let running: Promise<void> | undefined
  let closed = false

  const time = () => Math.max(Math.floor(clock() / 1000), lastTime)

  const run = async () => {
    // What is submitted in the same turn of the event loop shares the block.
    await Promise.resolve()
    while (queue.length > 0) {
      const jobs = takeBatch(queue)
      try {
        await mineBatch(jobs)
      } catch (error) {
        for (const job of jobs) job.reject(error)
      }
    }
    running = undefined
  }

  const mineBatch = async (jobs: readonly Job[]) => {
    const sent = await sendAll({ rpc, jobs })
    if (sent.length === 0) return
    const entry: JournalEntry = { number: height + 1n, timestamp: time(), transactions: sent.map(({ job }) => job.raw) }
    try {
      journal.append(entry)
    } catch (error) {
      await rpc.request({ method: 'anvil_dropAllTransactions' } as never)
      throw error
    }
    await mine({ rpc, timestamp: entry.timestamp })
    height = entry.number
    lastTime = entry.timestamp
    const receipts = await getReceipts({ rpc, blockNumber: height })
    const indexed = await tellListeners(height)
    for (const { job, hash } of sent) {
      const receipt = receipts.get(hash)
      if (receipt) job.resolve({ hash, blockNumber: height, receipt, indexed })
      else job.reject(new SubmitError('NOT_EXECUTABLE', 'its nonce is too high, or its sender can not pay for its gas'))
    }
    await afterBlock({ transactions: sent.length })
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

  return {
    submit: async (raw) => {
      if (closed) throw new SubmitError('CLOSED', 'the node is stopping')
      if (queue.length >= MAX_QUEUE) throw new SubmitError('BUSY', 'too many transactions are waiting')
      const gas = readGas(raw)
      return await new Promise<Submitted>((resolve, reject) => {
        queue.push({ raw, gas, resolve, reject })
        running ??= run()
      })
    },
    onBlock: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    time,
    close: async () => {
      closed = true
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
  await rpc.request({ method: 'anvil_dropAllTransactions' } as never)
}

const takeBatch = (queue: Job[]): readonly Job[] => {
  let gas = 0n
  const count = queue.findIndex((job) => {
    gas += job.gas
    return gas > BLOCK_GAS
  })
  return queue.splice(0, count === -1 ? queue.length : count)
}

/** @returns those that the pool took. One after another, so that a replay sees the same order. */
const sendAll = async ({ rpc, jobs }: { rpc: AnvilClient; jobs: readonly Job[] }) => {
  const sent: { readonly job: Job; readonly hash: Hex }[] = []
  for (const job of jobs) {
    try {
      sent.push({ job, hash: await rpc.sendRawTransaction({ serializedTransaction: job.raw }) })
    } catch (error) {
      const reason = error instanceof BaseError ? (error.details ?? error.shortMessage) : String(error)
      job.reject(new SubmitError('REJECTED', reason, { cause: error }))
    }
  }
  return sent
}

const getReceipts = async ({ rpc, blockNumber }: { rpc: AnvilClient; blockNumber: bigint }) => {
  const { transactions } = await rpc.getBlock({ blockNumber })
  const receipts = await Promise.all(transactions.map((hash) => rpc.getTransactionReceipt({ hash })))
  return new Map(receipts.map((receipt) => [receipt.transactionHash, receipt]))
}

const readGas = (raw: Hex): bigint => {
  try {
    const { gas = 0n } = parseTransaction(raw)
    if (gas <= MAX_TRANSACTION_GAS) return gas
  } catch (error) {
    throw new SubmitError('MALFORMED', 'not a signed transaction', { cause: error })
  }
  throw new SubmitError('REJECTED', `more than ${MAX_TRANSACTION_GAS} gas`)
}

export class SubmitError extends Error {
  override readonly name = 'SubmitError'
  /** REJECTED and NOT_EXECUTABLE: not with this nonce, balance or gas. BUSY and CLOSED: try again later. */
  readonly code: 'MALFORMED' | 'REJECTED' | 'NOT_EXECUTABLE' | 'BUSY' | 'CLOSED'

  constructor(code: SubmitError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
