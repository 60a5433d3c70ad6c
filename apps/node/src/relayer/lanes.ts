import { TownError } from '@distributed-town/protocol'
import { type Address, getAddress } from 'viem'

// Lane: the requests of one sender, run one after another by their nonces. Each is mined before the next one is looked at, so that the
// next one is simulated on what it will find.

export type Lanes = {
  /**
   * Runs when it is the nonce's turn; waits a moment for those before it, which may be on their way.
   * @throws TownError STALE_NONCE, RATE_LIMITED
   */
  readonly enter: <Result>(sender: Address, nonce: bigint, run: () => Promise<Result>) => Promise<Result>
  /** The next nonce, requests under way included. */
  readonly nextNonce: (sender: Address) => Promise<bigint>
  /** Resolves when nothing is under way. */
  readonly idle: () => Promise<void>
}

type Job = {
  readonly run: () => Promise<void>
  readonly refuse: (error: unknown) => void
  /** Milliseconds: until when it waits for those before it. */
  readonly until: number
}

type Lane = { readonly jobs: Map<bigint, Job>; wake: () => void; done: Promise<void> }

/** Requests of one sender under way. */
const MAX_JOBS = 32
const MAX_WAIT = 3_000

export const createLanes = ({
  readNonce,
  clock,
}: {
  readonly readNonce: (sender: Address) => Promise<bigint>
  readonly clock: () => number
}): Lanes => {
  const lanes = new Map<Address, Lane>()

  const work = async (sender: Address, lane: Lane) => {
    while (lane.jobs.size > 0) {
      const next = await readNonce(sender)
      for (const [nonce, job] of lane.jobs) {
        if (nonce < next || clock() > job.until) drop(lane, nonce, new TownError('STALE_NONCE', { nonce: next }))
      }
      const job = lane.jobs.get(next)
      if (job) {
        await job.run()
        lane.jobs.delete(next)
      } else if (lane.jobs.size > 0) {
        await rest(lane)
      }
    }
    lanes.delete(sender)
  }

  return {
    enter: (from, nonce, run) => {
      const sender = getAddress(from)
      return new Promise((resolve, reject) => {
        const lane = lanes.get(sender) ?? {
          jobs: new Map<bigint, Job>(),
          wake: () => undefined,
          done: Promise.resolve(),
        }
        if (lane.jobs.has(nonce)) throw new TownError('STALE_NONCE', { nonce: nonce + 1n })
        if (lane.jobs.size >= MAX_JOBS) throw new TownError('RATE_LIMITED', { most: MAX_JOBS })
        lane.jobs.set(nonce, {
          run: () => run().then(resolve, reject),
          refuse: reject,
          until: clock() + MAX_WAIT,
        })
        if (lanes.has(sender)) {
          lane.wake()
          return
        }
        lanes.set(sender, lane)
        lane.done = work(sender, lane).catch((error: unknown) => {
          lanes.delete(sender)
          for (const job of lane.jobs.values()) job.refuse(error)
        })
      })
    },
    nextNonce: async (from) => {
      const sender = getAddress(from)
      let next = await readNonce(sender)
      while (lanes.get(sender)?.jobs.has(next)) next += 1n
      return next
    },
    idle: async () => {
      await Promise.all([...lanes.values()].map(({ done }) => done))
    },
  }
}

const drop = ({ jobs }: Lane, nonce: bigint, error: TownError): void => {
  jobs.get(nonce)?.refuse(error)
  jobs.delete(nonce)
}

/** Until another request comes, or one may have waited long enough. */
const rest = (lane: Lane): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, MAX_WAIT / 10)
    lane.wake = () => {
      clearTimeout(timer)
      resolve()
    }
  })
