import { TownError } from '@distributed-town/protocol'
import type { Address } from 'viem'
import type { Job } from './job.ts'

/** What waits to be carried out. */
export type Lanes = {
  /** @throws TownError STALE_NONCE if another request waits with its nonce, RATE_LIMITED */
  readonly add: (job: Job) => void
  readonly remove: (job: Job) => void
  /** Nobody takes it, nor those that follow on it, until it is removed: what became of it is not sure yet. */
  readonly hold: (job: Job) => void
  readonly has: (sender: Address, nonce: bigint) => boolean
  readonly isEmpty: () => boolean
  /**
   * Those whose turn it is, as far as is known: of each sender some with nonces in a row. Senders that were passed over come first the next
   * time. They stay in their lanes until they are removed.
   */
  readonly take: (options: { readonly mostGas: bigint }) => readonly Job[]
  /** Says what the chain said: those with later nonces wait for it. */
  readonly learn: (sender: Address, next: bigint) => void
  /** Forgets what the chain said, as others may have used a nonce. */
  readonly forget: () => void
  /** Those that waited in vain for the ones before them, with the nonce that was missing; they are removed. */
  readonly takeLate: (now: number) => readonly { readonly job: Job; readonly next: bigint }[]
}

/** Requests of one sender under way. */
const MAX_JOBS = 32
/** Requests of one round. */
const MAX_TAKEN = 128

type Lane = { readonly jobs: Map<bigint, Job>; next: bigint | undefined }

export const createLanes = (): Lanes => {
  const lanes = new Map<Address, Lane>()
  const held = new Set<Job>()

  const remove = (job: Job) => {
    held.delete(job)
    const { sender, request } = job
    const lane = lanes.get(sender)
    // Another one may have its nonce by now.
    if (lane?.jobs.get(request.nonce) !== job) return
    lane.jobs.delete(request.nonce)
    if (lane.jobs.size === 0) lanes.delete(sender)
  }

  return {
    add: (job) => {
      const { sender, request } = job
      const lane = lanes.get(sender) ?? { jobs: new Map<bigint, Job>(), next: undefined }
      if (lane.jobs.has(request.nonce)) throw new TownError('STALE_NONCE', { nonce: request.nonce + 1n })
      if (lane.jobs.size >= MAX_JOBS) throw new TownError('RATE_LIMITED', { most: MAX_JOBS })
      lane.jobs.set(request.nonce, job)
      lanes.set(sender, lane)
    },
    remove,
    hold: (job) => {
      held.add(job)
    },
    has: (sender, nonce) => lanes.get(sender)?.jobs.has(nonce) ?? false,
    isEmpty: () => lanes.size === 0,
    take: ({ mostGas }) => {
      const taken: Job[] = []
      let gas = 0n
      for (const [sender, lane] of [...lanes]) {
        const run = runOf(lane)
        const end = run.findIndex((job) => held.has(job))
        const jobs = end === -1 ? run : run.slice(0, end)
        const fitting = jobs.findIndex(({ request }, index) => {
          gas += request.gas
          return gas > mostGas || taken.length + index >= MAX_TAKEN
        })
        taken.push(...(fitting === -1 ? jobs : jobs.slice(0, fitting)))
        if (fitting !== -1) break
        // To the end.
        lanes.delete(sender)
        lanes.set(sender, lane)
      }
      return taken
    },
    learn: (sender, next) => {
      const lane = lanes.get(sender)
      if (lane) lane.next = next
    },
    forget: () => {
      for (const lane of lanes.values()) lane.next = undefined
    },
    takeLate: (now) => {
      const late = [...lanes.values()].flatMap((lane) => {
        const { jobs, next } = lane
        if (next === undefined) return []
        const run = runOf(lane)
        return [...jobs.values()]
          .filter((job) => now > job.until && !run.includes(job) && !held.has(job))
          .map((job) => ({ job, next }))
      })
      for (const { job } of late) remove(job)
      return late
    },
  }
}

/** The ones with nonces in a row, from the next one; from the lowest one while nobody knows which is next. */
const runOf = ({ jobs, next }: Lane): readonly Job[] => {
  const run: Job[] = []
  const first = next ?? [...jobs.keys()].toSorted((a, b) => Number(a - b))[0] ?? 0n
  for (let job = jobs.get(first); job !== undefined; job = jobs.get(first + BigInt(run.length))) run.push(job)
  return run
}
