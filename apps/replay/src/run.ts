import { createTown, getHealth, isTownError, type Town } from '@distributed-town/sdk'
import { createActs } from './acts.ts'
import { ReplayError } from './errors.ts'
import { createLimit } from './limit.ts'
import { patientFetch } from './patient-fetch.ts'
import type { TownPlan } from './plan-town.ts'
import { type Books, createChainClient, readBooks } from './read-books.ts'
import { runTown } from './run-town.ts'
import type { TownResult } from './town-result.ts'

export type ReplayResult = {
  /** In the order of the plans. */
  readonly towns: readonly TownResult[]
  /** Books of the towns that were founded, by their number in the file. */
  readonly books: ReadonlyMap<number, Books>
  /** Acts that stand on the chain. */
  readonly actions: number
  readonly seconds: number
}

/** How far it is. */
export type Progress = {
  readonly actions: number
  readonly townsDone: number
  readonly towns: number
  readonly seconds: number
}

/**
 * Replays towns on a node, several at once.
 *
 * @param options.onProgress Called every second.
 * @throws ReplayError NODE, STOPPED; TownError when the node fails on the way.
 */
export const runReplay = async ({
  url,
  plans,
  signal,
  onProgress,
}: {
  readonly url: string
  readonly plans: readonly TownPlan[]
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}): Promise<ReplayResult> => {
  const town = createTown({ url, fetch: patientFetch })
  await requireReady(town)
  const acts = createActs({ limit: createLimit(ACTS_AT_ONCE), signal })
  const connections = createLimit(CONNECTIONS)
  const places = createLimit(TOWNS_AT_ONCE)
  const start = performance.now()
  const seconds = () => (performance.now() - start) / 1000
  let townsDone = 0
  const timer = setInterval(
    () => onProgress({ actions: acts.done(), townsDone, towns: plans.length, seconds: seconds() }),
    PROGRESS_MS,
  )
  try {
    const towns = await Promise.all(
      plans.map((plan) =>
        places.enter(async () => {
          const result = await runTown(town, { plan, acts, connections })
          townsDone += 1
          return result
        }),
      ),
    )
    const took = seconds()
    return { towns, books: await readAllBooks(town, towns), actions: acts.done(), seconds: took }
  } finally {
    clearInterval(timer)
  }
}

const TOWNS_AT_ONCE = 8
/** More would wait in the node. */
const ACTS_AT_ONCE = 32
/** A node takes 50 of one address; two of them stay for others. */
const CONNECTIONS = 48
const PROGRESS_MS = 1000

const requireReady = async (town: Town): Promise<void> => {
  try {
    await getHealth(town)
  } catch (error) {
    if (!isTownError(error)) throw error
    throw new ReplayError('NODE', `No node answers at ${town.url}: ${error.message}.`, { cause: error })
  }
}

const readAllBooks = async (town: Town, towns: readonly TownResult[]): Promise<ReadonlyMap<number, Books>> => {
  const client = await createChainClient(town)
  const books = new Map<number, Books>()
  for (const { town: number, state } of towns) {
    if (!state) continue
    const owners = state.roster.map(({ owner }) => owner)
    books.set(number, await readBooks(client, { address: state.address, owners }))
  }
  return books
}
