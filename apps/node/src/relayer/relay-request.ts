import {
  erc2771ForwarderAbi,
  type ForwardRequest,
  type Relayed,
  type RelayRequest,
  TownError,
} from '@distributed-town/protocol'
import { type Address, getAddress, type Hex } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import { SilentChainError } from '../chain/patience.ts'
import type { Node } from '../node.ts'
import { createBudgets, FREE_GAS, PAID_GAS } from './budgets.ts'
import type { Job } from './job.ts'
import { createLanes } from './lanes.ts'
import { findAnswer, keepTidy } from './memory.ts'
import { createPolicy } from './policy.ts'
import { createRounds } from './rounds.ts'
import type { Sender } from './sender.ts'
import { createDigest, requireSigned } from './signature.ts'

export type Relayer = {
  /**
   * Carries out what somebody signed and pays for it. Resolves when it is mined and the API shows it. The same request again, also after a
   * restart, gets the answer of the first one.
   * @param origin Network address that it came from.
   * @throws TownError with the error of the contract if it would fail, or with the reason why it is not relayed.
   */
  readonly relay: (request: RelayRequest, options: { readonly origin: string }) => Promise<Relayed>
  /** The sender's next nonce at the forwarder, requests under way included. */
  readonly nextNonce: (sender: Address) => Promise<bigint>
  /** Finishes what was accepted and takes no more. */
  readonly close: () => Promise<void>
}

type UnderWay = { readonly job: Job; readonly done: Promise<Relayed> }

type Parts = Pick<Node, 'chain' | 'clock' | 'config' | 'db' | 'deployment' | 'log' | 'pool'>

/** Milliseconds that a request waits for those before it, which may be on their way. */
const MAX_WAIT = 3_000
/** Seconds that a deadline may be ahead: so long a request is remembered at least. */
const MAX_AHEAD = 7 * 86_400

export const createRelayer = async (
  node: Parts,
  { account, sender }: { readonly account: Pick<PrivateKeyAccount, 'address'>; readonly sender: Sender },
): Promise<Relayer> => {
  const { chain, deployment } = node
  const policy = createPolicy(node)
  const digestOf = createDigest(deployment)
  const lanes = createLanes()
  const rounds = createRounds(node, {
    lanes,
    sender,
    refundReceiver: account.address,
    budgets: await createBudgets(node, { limits: { ...(chain.isForeign ? PAID_GAS : FREE_GAS), ...node.config.gas } }),
  })
  const tidy = keepTidy(node)
  const underWay = new Map<Hex, UnderWay>()
  let closed = false

  const enter = (given: Omit<Job, 'resolve' | 'reject'>): UnderWay => {
    // It may have been closed while the request was looked at.
    if (closed) throw new TownError('NOT_READY')
    const { promise: done, resolve, reject } = Promise.withResolvers<Relayed>()
    const job = { ...given, resolve, reject }
    lanes.add(job)
    rounds.wake()
    return { job, done }
  }

  /** While the chain says nothing: not for longer than people do, and what was not sent by then is not sent any more. */
  const wait = async ({ job, done }: UnderWay): Promise<Relayed> => {
    try {
      return await chain.patiently(done)
    } catch (error) {
      if (error instanceof SilentChainError) rounds.giveUp(job, error)
      throw error
    }
  }

  return {
    relay: async (input, { origin }) => {
      if (closed) throw new TownError('NOT_READY')
      const { request, signature } = input
      await chain.patiently(policy.requireAllowed(request))
      const digest = digestOf(request)
      requireSigned({ ...input, digest })
      requireNear(node, request)
      const same = underWay.get(digest)
      if (same) return await wait(same)
      if (request.deadline < chain.time()) {
        const answer = await chain.patiently(findAnswer(node, { digest, request }))
        if (answer) return answer
        throw new TownError('REQUEST_EXPIRED', { deadline: request.deadline, time: chain.time() })
      }
      const sender = getAddress(request.from)
      const running = enter({ request, signature, digest, sender, origin, until: performance.now() + MAX_WAIT })
      underWay.set(digest, running)
      const forget = () => underWay.delete(digest)
      running.done.then(forget, forget)
      return await wait(running)
    },
    nextNonce: async (from) => {
      const sender = getAddress(from)
      let next = await chain.patiently(
        chain.client.readContract({
          address: deployment.contracts.forwarder,
          abi: erc2771ForwarderAbi,
          functionName: 'nonces',
          args: [sender],
        }),
      )
      while (lanes.has(sender, next)) next += 1n
      return next
    },
    close: async () => {
      closed = true
      await rounds.idle()
      await tidy.stop()
    },
  }
}

const requireNear = ({ chain }: Parts, { deadline }: ForwardRequest): void => {
  const most = chain.time() + MAX_AHEAD
  if (deadline > most) throw new TownError('INVALID_REQUEST', { path: 'request.deadline', most })
}
