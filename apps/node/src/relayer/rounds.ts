import { setTimeout as sleep } from 'node:timers/promises'
import { TownError } from '@distributed-town/protocol'
import type { Address, TransactionReceipt } from 'viem'
import { BLOCK_GAS } from '../chain/anvil.ts'
import { insertRelayed, listSpenders } from '../db/town/relayer.ts'
import type { Node } from '../node.ts'
import { type Batch, MAX_BATCH_GAS, readFates, toBatches } from './batch.ts'
import type { Budgets, Tally } from './budgets.ts'
import type { Job } from './job.ts'
import type { Lanes } from './lanes.ts'
import { findAnswer, KEPT_AFTER_DEADLINE, rememberRefusal } from './memory.ts'
import type { Sender, Sending } from './sender.ts'
import { type Outcome, simulate } from './simulate.ts'

export type Rounds = {
  /** Something was added to the lanes. */
  readonly wake: () => void
  /** Whoever asked waits no more. What was not sent is not sent any more; what was is carried out, and who asks again is told so. */
  readonly giveUp: (job: Job, reason: unknown) => void
  /** Resolves when nothing is under way. */
  readonly idle: () => Promise<void>
}

type Parts = Pick<Node, 'chain' | 'db' | 'deployment' | 'log' | 'pool'>

/** Gas of one round: a part of a block, so that others find room too. */
const ROUND_GAS = (BLOCK_GAS * 3n) / 5n
/** The same where the block is shared with the whole world. */
const FOREIGN_ROUND_GAS = 2n * MAX_BATCH_GAS
/** Milliseconds after which the chain is asked again for a nonce that is missing. */
const REST = 300

/** Carries out what is in the lanes, round after round. What comes meanwhile shares the next one. */
export const createRounds = (
  node: Parts,
  {
    lanes,
    sender,
    refundReceiver,
    budgets,
  }: {
    readonly lanes: Lanes
    readonly sender: Sender
    readonly refundReceiver: Address
    readonly budgets: Budgets
  },
): Rounds => {
  const { chain, deployment, log } = node
  const { forwarder } = deployment.contracts
  /** Those whose batch was undone as a whole: one of them did it. */
  const alone = new WeakSet<Job>()
  /** What the chain may have got. */
  const sent = new WeakSet<Job>()
  const givenUp = new WeakSet<Job>()
  /** What is in a block and not done yet. */
  const underWay = new Set<Promise<void>>()
  let running: Promise<void> | undefined
  let wakeUp: () => void = () => undefined

  const work = async () => {
    // What is asked for in the same turn of the event loop shares the round.
    await sender.ready
    while (!lanes.isEmpty()) {
      for (const { job, next } of lanes.takeLate(performance.now())) {
        job.reject(new TownError('STALE_NONCE', { nonce: next }))
      }
      const jobs = lanes.take({ mostGas: chain.isForeign ? FOREIGN_ROUND_GAS : ROUND_GAS })
      if (jobs.length > 0) await round(jobs)
      else if (!lanes.isEmpty()) await rest()
    }
    running = undefined
  }

  const rest = async () => {
    const abort = new AbortController()
    wakeUp = () => abort.abort()
    // Woken up by a request that may be the missing one.
    await sleep(REST, undefined, { signal: abort.signal }).catch(() => undefined)
    if (!abort.signal.aborted) lanes.forget()
  }

  const round = async (jobs: readonly Job[]) => {
    try {
      const { accepted, tally } = await choose(jobs)
      if (accepted.length === 0) return
      const batches = toBatches(accepted, { forwarder, refundReceiver, alone })
      const sendings = await sender.send(batches, async (signed) => {
        // It is signed together with the others, none of which has got any further.
        if (accepted.some((job) => givenUp.has(job))) throw new TownError('NOT_READY')
        for (const job of accepted) sent.add(job)
        await insertRelayed(node, {
          requests: signed.flatMap(({ batch, hash }) =>
            batch.jobs.map(({ digest, request }) => ({
              digest,
              transactionHash: hash,
              expiresAt: request.deadline + KEPT_AFTER_DEADLINE,
            })),
          ),
          day: tally.day,
          // Counted once, also when it is signed again.
          spent: tally.take(),
        })
      })
      await Promise.all(batches.map((batch, index) => follow(batch, sendings[index] as Sending)))
    } catch (error) {
      for (const job of jobs) if (lanes.has(job.sender, job.request.nonce)) refuse(job, error)
    }
  }

  /**
   * Those that would succeed, each after the ones before it. The others are told why not. When one is taken out that would have changed
   * something for those after it, they are looked at again without it.
   */
  const choose = async (
    jobs: readonly Job[],
  ): Promise<{ readonly accepted: readonly Job[]; readonly tally: Tally }> => {
    const spenders = await listSpenders(node, { senders: [...new Set(jobs.map(({ sender: from }) => from))] })
    for (let left = jobs; ; ) {
      const tally = await budgets.open()
      const { outcomes, nonces } = await simulate(
        node,
        left.map(({ request }) => request),
      )
      const next = new Map(nonces)
      const accepted: Job[] = []
      let isDisturbed = false
      for (const [index, job] of left.entries()) {
        const { request, sender: from, origin } = job
        const outcome = outcomes[index] as Outcome
        if (outcome.isOpen) continue
        const expected = next.get(from) as bigint
        const reason =
          request.nonce === expected
            ? (requireInTime(request.deadline) ??
              outcome.error ??
              tally.charge({ spender: spenders.get(from), origin, gas: outcome.gasUsed ?? 0n }))
            : undefined
        if (request.nonce === expected && reason === undefined) {
          accepted.push(job)
          next.set(from, expected + 1n)
          continue
        }
        if (outcome.error === undefined) isDisturbed = true
        if (reason !== undefined) refuse(job, reason)
        else if (request.nonce < expected) await answerStale(job, expected)
        else lanes.learn(from, expected)
      }
      if (!isDisturbed || accepted.length === 0) return { accepted, tally }
      left = accepted
    }
  }

  const requireInTime = (deadline: number): TownError | undefined =>
    deadline < chain.time() ? new TownError('REQUEST_EXPIRED', { deadline, time: chain.time() }) : undefined

  /** Its nonce is used: by itself, if it was sent before. */
  const answerStale = async (job: Job, next: bigint) => {
    try {
      const answer = await findAnswer(node, job)
      if (answer) accept(job, answer)
      else refuse(job, new TownError('STALE_NONCE', { nonce: next }))
    } catch (error) {
      refuse(job, error)
    }
  }

  /** Until it is in a block; the rest goes on beside the next rounds. */
  const follow = async ({ jobs }: Batch, { included, done }: Sending) => {
    // Whether it failed is told below.
    done.catch(() => undefined)
    try {
      const { receipt } = await included
      if (isUndone(jobs, receipt)) {
        // A reorg could still carry it out, so that it is not sent again before that is sure.
        for (const job of jobs) lanes.hold(job)
      } else {
        const fateOf = readFates(receipt)
        for (const job of jobs) {
          lanes.remove(job)
          if (fateOf(job) !== 'skipped') lanes.learn(job.sender, job.request.nonce + 1n)
        }
      }
    } catch (error) {
      for (const job of jobs) refuse(job, error)
      return
    }
    const settling = settle(jobs, done)
    underWay.add(settling)
    void settling.finally(() => underWay.delete(settling))
  }

  const settle = async (jobs: readonly Job[], done: Sending['done']) => {
    const result = await done.catch((error: unknown) => {
      for (const job of jobs) refuse(job, error)
      return undefined
    })
    if (result === undefined) return
    const { hash, blockNumber, receipt, indexed } = result
    if (isUndone(jobs, receipt)) {
      log.error(
        { transactionHash: hash, requests: jobs.length },
        'a batch was undone; its requests are sent one by one',
      )
      sendAlone(jobs)
      return
    }
    const fateOf = readFates(receipt)
    for (const job of jobs) {
      const fate = fateOf(job)
      if (fate !== 'executed') await refuseLate(job, { isUsed: fate === 'failed', transactionHash: hash })
      else if (indexed) accept(job, { transactionHash: hash, blockNumber: Number(blockNumber), indexed })
      else refuse(job, new TownError('NOT_READY', { transactionHash: hash }))
    }
  }

  /** Something before it in the block changed its outcome: now the simulation says why. */
  const refuseLate = async (job: Job, { isUsed, transactionHash }: { isUsed: boolean; transactionHash: string }) => {
    try {
      const { outcomes, nonces } = await simulate(node, [job.request])
      const next = nonces.get(job.sender) as bigint
      const error =
        !isUsed && next !== job.request.nonce
          ? new TownError('STALE_NONCE', { nonce: next })
          : (outcomes[0]?.error ?? new TownError('UNKNOWN_REVERT', { transactionHash }))
      if (isUsed) await rememberRefusal(node, { digest: job.digest, error })
      refuse(job, error)
    } catch (error) {
      refuse(job, error)
    }
  }

  /** As a whole: one of its requests did it, or none. */
  const isUndone = (jobs: readonly Job[], { status }: TransactionReceipt): boolean =>
    status !== 'success' && jobs.length > 1

  /** Once more, as what they were sent with was undone for good. */
  const sendAlone = (jobs: readonly Job[]) => {
    for (const job of jobs) {
      alone.add(job)
      lanes.remove(job)
      try {
        lanes.add(job)
      } catch (error) {
        // Another request has taken its place.
        job.reject(error)
      }
    }
    wake()
  }

  const accept = (job: Job, relayed: Parameters<Job['resolve']>[0]) => {
    lanes.remove(job)
    job.resolve(relayed)
  }

  const refuse = (job: Job, error: unknown) => {
    lanes.remove(job)
    job.reject(error)
  }

  const wake = () => {
    wakeUp()
    running ??= work()
  }

  return {
    wake,
    giveUp: (job, reason) => {
      if (sent.has(job)) return
      givenUp.add(job)
      refuse(job, reason)
    },
    idle: async () => {
      while (running || underWay.size > 0) await Promise.all([running, ...underWay])
    },
  }
}
