import { setTimeout as sleep } from 'node:timers/promises'
import { TownError } from '@distributed-town/protocol'
import { type Address, type Hex, keccak256, TransactionNotFoundError, type TransactionReceipt } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import { broadcast, findReceipt } from '../chain/external.ts'
import { SubmitError } from '../chain/submit.ts'
import {
  type Attempt,
  deleteOutgoing,
  insertAttempt,
  insertOutgoing,
  listOutgoing,
  type Outgoing,
} from '../db/town/outgoing.ts'
import type { Node } from '../node.ts'

// The transactions of one account on a chain that others mine. They are in the database before the chain gets them, and stay there until so
// many blocks stand on them; what the chain forgets is sent again, what it leaves lying is replaced by one with higher fees.

export type OutgoingCall = { readonly to: Address | null; readonly data: Hex; readonly gas: bigint }

export type Tracked = {
  readonly nonce: number
  /** Resolves when it is in a block, which a reorg may still take back. */
  readonly included: Promise<TransactionReceipt>
  /** Resolves when as many blocks stand on it as are asked for. */
  readonly confirmed: Promise<TransactionReceipt>
}

export type Outbox = {
  /**
   * @param write Called with the hashes of what was signed, before it is sent.
   * @throws TownError RELAYER_NOT_FUNDED
   */
  readonly send: (
    calls: readonly OutgoingCall[],
    write?: (hashes: readonly Hex[]) => Promise<void>,
  ) => Promise<readonly Tracked[]>
  /** What was sent before this start and is not confirmed. */
  readonly resumed: readonly Tracked[]
  /** Leaves what is under way to the next start. */
  readonly close: () => Promise<void>
}

export type OutboxOptions = {
  readonly account: PrivateKeyAccount
  readonly chainId: number
  readonly confirmations: number
  /** Milliseconds between two looks at the chain. */
  readonly pollMs?: number | undefined
  /** Milliseconds after which what is not mined is replaced. */
  readonly stuckMs?: number | undefined
}

const POLL = 1_000
const LONGEST_PAUSE = 30_000
const STUCK = 30_000
/** A replacement must be an eighth dearer, or nodes don't take it. */
const dearer = (fee: bigint): bigint => (fee * 5n) / 4n + 1n
/** Times the present fee: whatever keeps it from being mined then is not the price. */
const MOST_TIMES = 10n
/** Looks at the chain in a row that find its nonce used by something unknown until that is believed: nodes lag behind each other. */
const DOUBTS = 10
/** Milliseconds. */
const CLOSE_TIMEOUT = 3_000

type Pending = Outgoing & {
  attempts: readonly Attempt[]
  signedAt: number
  isIncluded: boolean
  doubts: number
  readonly included: PromiseWithResolvers<TransactionReceipt>
  readonly confirmed: PromiseWithResolvers<TransactionReceipt>
}

export const openOutbox = async (
  { chain, pool, log }: Pick<Node, 'chain' | 'pool' | 'log'>,
  { account, chainId, confirmations, pollMs = POLL, stuckMs = STUCK }: OutboxOptions,
): Promise<Outbox> => {
  const { client } = chain
  const { address } = account
  const closing = new AbortController()
  const pending = new Map<number, Pending>()
  let running: Promise<void> | undefined
  let turn: Promise<unknown> = Promise.resolve()
  /** Whether the database may have transactions that are not looked after: its answer got lost. */
  let mayHaveMore = false

  const track = (outgoing: Outgoing): Tracked => {
    const entry: Pending = {
      ...outgoing,
      signedAt: performance.now(),
      isIncluded: false,
      doubts: 0,
      included: Promise.withResolvers(),
      confirmed: Promise.withResolvers(),
    }
    // Whoever waits hears of a failure; nobody may.
    for (const { promise } of [entry.included, entry.confirmed]) promise.catch(() => undefined)
    pending.set(outgoing.nonce, entry)
    running ??= watch()
    return { nonce: entry.nonce, included: entry.included.promise, confirmed: entry.confirmed.promise }
  }

  const watch = async () => {
    let pause = pollMs
    while (pending.size > 0 && !closing.signal.aborted) {
      try {
        await look()
        pause = pollMs
      } catch (error) {
        log.warn({ err: error }, 'the chain does not answer: transactions are looked after later')
        pause = Math.min(pause * 2, LONGEST_PAUSE)
      }
      await sleep(pause, undefined, { signal: closing.signal }).catch(() => undefined)
    }
    running = undefined
  }

  const look = async () => {
    const [height, used] = await Promise.all([client.getBlockNumber(), client.getTransactionCount({ address })])
    for (const entry of [...pending.values()].toSorted((a, b) => a.nonce - b.nonce)) {
      if (closing.signal.aborted) return
      const receipt = await findMined(entry)
      if (receipt) await seen(entry, receipt, height)
      else await missing(entry, used)
    }
  }

  const findMined = async ({ attempts }: Pending): Promise<TransactionReceipt | undefined> => {
    // The latest is the likeliest.
    for (const { hash } of attempts.toReversed()) {
      const receipt = await findReceipt(client, hash)
      if (receipt) return receipt
    }
    return undefined
  }

  const seen = async (entry: Pending, receipt: TransactionReceipt, height: bigint) => {
    entry.isIncluded = true
    entry.doubts = 0
    entry.included.resolve(receipt)
    if (height - receipt.blockNumber + 1n < BigInt(confirmations)) return
    await deleteOutgoing({ pool }, { account: address, nonce: entry.nonce, mined: receipt.transactionHash })
    pending.delete(entry.nonce)
    entry.confirmed.resolve(receipt)
  }

  const missing = async (entry: Pending, used: number) => {
    if (entry.isIncluded) {
      log.warn({ nonce: entry.nonce }, 'a reorg took a transaction back')
      entry.isIncluded = false
      entry.signedAt = performance.now()
    }
    if (used > entry.nonce) {
      entry.doubts += 1
      if (entry.doubts < DOUBTS) return
      log.error(
        { nonce: entry.nonce, account: address },
        'something else used the account: its key must be of this node alone',
      )
      await deleteOutgoing({ pool }, { account: address, nonce: entry.nonce, mined: undefined })
      pending.delete(entry.nonce)
      const error = new SubmitError('REJECTED', 'something else used its nonce')
      entry.included.reject(error)
      entry.confirmed.reject(error)
      return
    }
    entry.doubts = 0
    const latest = entry.attempts.at(-1)
    if (latest === undefined) return
    if (performance.now() - entry.signedAt > stuckMs) await replace(entry, latest)
    else if (!(await isKnown(latest.hash))) await offer(latest)
  }

  const isKnown = async (hash: Hex): Promise<boolean> => {
    try {
      await client.getTransaction({ hash })
      return true
    } catch (error) {
      if (error instanceof TransactionNotFoundError) return false
      throw error
    }
  }

  /** What the chain's node makes of it is seen at the next look. */
  const offer = async ({ raw, hash }: Attempt) => {
    try {
      await broadcast(client, raw)
    } catch (error) {
      if (!(error instanceof SubmitError)) throw error
      log.info({ hash, reason: error.message }, 'the chain does not take a transaction at the moment')
    }
  }

  const replace = async (entry: Pending, latest: Attempt) => {
    const present = await estimateFees()
    const most = MOST_TIMES * present.maxFee
    entry.signedAt = performance.now()
    if (dearer(latest.maxFee) > most) {
      log.warn({ nonce: entry.nonce }, 'a transaction is not mined, though it pays far more than is asked')
      await offer(latest)
      return
    }
    const attempt = await sign(entry, {
      maxFee: maxOf(dearer(latest.maxFee), present.maxFee),
      maxPriorityFee: maxOf(dearer(latest.maxPriorityFee), present.maxPriorityFee),
    })
    await insertAttempt({ pool }, { account: address, nonce: entry.nonce, attempt })
    entry.attempts = [...entry.attempts, attempt]
    log.warn(
      { nonce: entry.nonce, hash: attempt.hash },
      'a transaction was not mined: it is replaced by one with higher fees',
    )
    await offer(attempt)
  }

  const estimateFees = async (): Promise<Fees> => {
    const { maxFeePerGas, maxPriorityFeePerGas } = await client.estimateFeesPerGas()
    return { maxFee: maxFeePerGas, maxPriorityFee: maxPriorityFeePerGas }
  }

  const sign = async (
    { nonce, to, data, gas }: Omit<Outgoing, 'attempts'>,
    { maxFee, maxPriorityFee }: Fees,
  ): Promise<Attempt> => {
    const raw = await account.signTransaction({
      type: 'eip1559',
      chainId,
      nonce,
      ...(to !== null && { to }),
      data,
      gas,
      maxFeePerGas: maxFee,
      maxPriorityFeePerGas: maxPriorityFee,
    })
    return { hash: keccak256(raw), raw, maxFee, maxPriorityFee }
  }

  const requireFunds = async (calls: readonly OutgoingCall[], { maxFee }: Fees) => {
    const reserved = [...pending.values()].reduce(
      (sum, { gas, attempts }) => sum + gas * (attempts.at(-1)?.maxFee ?? 0n),
      0n,
    )
    const needed = calls.reduce((sum, { gas }) => sum + gas * maxFee, reserved)
    if ((await client.getBalance({ address })) < needed) throw new TownError('RELAYER_NOT_FUNDED', { account: address })
  }

  const send = async (calls: readonly OutgoingCall[], write: (hashes: readonly Hex[]) => Promise<void>) => {
    if (mayHaveMore) await adopt()
    const fees = await estimateFees()
    await requireFunds(calls, fees)
    // Its own are counted here: the chain's node may not know them yet, or not any more.
    const first = Math.max(
      await client.getTransactionCount({ address }),
      ...[...pending.keys()].map((nonce) => nonce + 1),
    )
    const outgoing = await Promise.all(
      calls.map(async (call, index) => {
        const unsigned = { ...call, nonce: first + index }
        return { ...unsigned, attempts: [await sign(unsigned, fees)] }
      }),
    )
    await write(outgoing.flatMap(({ attempts }) => attempts.map(({ hash }) => hash)))
    await store(outgoing)
    const tracked = outgoing.map(track)
    for (const { attempts } of outgoing) {
      for (const attempt of attempts) {
        // Sent again when the chain is looked at.
        await offer(attempt).catch((error: unknown) =>
          log.warn({ err: error }, 'the chain did not answer to a transaction'),
        )
      }
    }
    return tracked
  }

  /** @throws unless they are in the database, whatever became of its answer. */
  const store = async (outgoing: readonly Outgoing[]) => {
    try {
      await insertOutgoing({ pool }, { account: address, outgoing })
    } catch (error) {
      mayHaveMore = true
      const kept = await listOutgoing({ pool }, { account: address })
      mayHaveMore = false
      if (!outgoing.every(({ nonce }) => kept.some((each) => each.nonce === nonce))) throw error
    }
  }

  /** Their nonces are taken, and who asked for them waits no more. */
  const adopt = async () => {
    const kept = await listOutgoing({ pool }, { account: address })
    mayHaveMore = false
    for (const outgoing of kept) if (!pending.has(outgoing.nonce)) track(outgoing)
  }

  const resumed = (await listOutgoing({ pool }, { account: address })).map(track)

  return {
    send: (calls, write = async () => undefined) => {
      // One after another: nonces.
      const sent = turn.then(() => {
        if (closing.signal.aborted) throw new SubmitError('CLOSED', 'the node is stopping')
        return send(calls, write)
      })
      turn = sent.catch(() => undefined)
      return sent
    },
    resumed,
    close: async () => {
      closing.abort()
      // A question to a chain that does not answer takes long; what it would have told is asked again at the next start.
      await Promise.race([Promise.all([turn, running]), sleep(CLOSE_TIMEOUT, undefined, { ref: false })])
      const error = new SubmitError('CLOSED', 'the node is stopping')
      for (const { included, confirmed } of pending.values()) {
        included.reject(error)
        confirmed.reject(error)
      }
    },
  }
}

type Fees = { readonly maxFee: bigint; readonly maxPriorityFee: bigint }

const maxOf = (a: bigint, b: bigint): bigint => {
  if (a > b) return a
  return b
}
