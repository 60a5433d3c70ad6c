import { createTown, getHealth, isTownError, type Town } from '@distributed-town/sdk'
import type { ActKind } from './act-kinds.ts'
import { createActs, type Latencies } from './acts.ts'
import { ReplayError } from './errors.ts'
import { createLimit } from './limit.ts'
import { createPatientFetch, type Say } from './patient-fetch.ts'
import { countActs, type TownPlan } from './plan-town.ts'
import type { Run } from './run-folder.ts'
import { runTown } from './run-town.ts'
import type { TownResult } from './town-result.ts'

export type ReplayResult = {
  /** In the order of the plans. */
  readonly towns: readonly TownResult[]
  /** Acts that stand on the chain. */
  readonly actions: number
  readonly seconds: number
  readonly latencies: Latencies
}

/** How far it is. */
export type Progress = {
  /** Acts that this process has carried out, and in how many seconds. */
  readonly actions: number
  readonly seconds: number
  /** Acts of all plans; those that are decided, which is done or known to be impossible, and how many of them were when this process began. */
  readonly planned: number
  readonly decided: number
  readonly decidedBefore: number
  readonly townsDone: number
  readonly towns: number
}

/**
 * Replays towns on a node, several at once, or goes on with what an earlier process of the same run has left.
 *
 * @param options.run Its folder stays; a run that is complete is only read.
 * @param options.onProgress Called every second.
 * @param options.say Told when the node is away and comes back. @param options.patienceSeconds How long it may be away.
 * @throws ReplayError NODE, STOPPED, RUN, DISK; TownError when something fails that no waiting mends.
 */
export const runReplay = async ({
  url,
  plans,
  run,
  signal,
  onProgress,
  say,
  patienceSeconds,
}: {
  readonly url: string
  readonly plans: readonly TownPlan[]
  readonly run: Run
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
  readonly say?: Say | undefined
  readonly patienceSeconds?: number | undefined
}): Promise<ReplayResult> => {
  const town = createTown({ url, fetch: createPatientFetch({ signal, say, patienceSeconds }) })
  const start = performance.now()
  const secondsBefore = run.seconds()
  const seconds = () => (performance.now() - start) / 1000
  const sum = (some: readonly TownPlan[]) => some.reduce((total, plan) => total + countActs(plan), 0)
  const doneBefore = plans.filter((plan) => run.isDone(plan.town))
  const planned = sum(plans)
  let townsDone = doneBefore.length
  let decidedBefore = sum(doneBefore)
  let decided = decidedBefore
  let actions = 0
  const tell = () =>
    onProgress({ actions, planned, decided, decidedBefore, townsDone, towns: plans.length, seconds: seconds() })

  const limit = createLimit(ACTS_AT_ONCE)
  const connections = createLimit(CONNECTIONS)
  const replayTown = async (plan: TownPlan): Promise<void> => {
    let ofTown = 0
    const onDecided = ({ isNew }: { readonly isNew: boolean }) => {
      ofTown += 1
      decided += 1
      if (isNew) actions += 1
      else decidedBefore += 1
    }
    const journal = run.openJournal(plan.town)
    try {
      const acts = createActs(town, { journal, limit, signal, onDecided })
      const identityOf = (place: number) => run.identityOf(plan.town, place)
      const result = await runTown(town, { plan, acts, journal, identityOf, connections })
      run.keepDone({ result, actions: acts.done(), latencies: acts.latencies() })
    } finally {
      journal.close()
    }
    decided += countActs(plan) - ofTown
    townsDone += 1
    run.keepSeconds(secondsBefore + seconds())
  }

  const places = createLimit(TOWNS_AT_ONCE)
  const timer = setInterval(tell, PROGRESS_MS)
  try {
    await requireReady(town)
    run.requireNetwork(await town.config())
    // Those with the most work first: nobody waits for a last one alone.
    const left = plans.filter((plan) => !run.isDone(plan.town)).toSorted((a, b) => countActs(b) - countActs(a))
    let hasFailed = false
    const begin = async (plan: TownPlan): Promise<void> => {
      // What stopped one town would stop the next one, too.
      if (hasFailed) return
      try {
        await replayTown(plan)
      } catch (error) {
        hasFailed = true
        throw error
      }
    }
    await Promise.all(left.map((plan) => places.enter(() => begin(plan))))
    tell()
    if (left.length > 0) run.keepSeconds(secondsBefore + seconds())
    return collect({ plans, run })
  } catch (error) {
    run.keepSeconds(secondsBefore + seconds())
    throw isTownError(error) && error.cause instanceof ReplayError ? error.cause : error
  } finally {
    clearInterval(timer)
  }
}

const TOWNS_AT_ONCE = 8
/** More would wait in the node. */
const ACTS_AT_ONCE = 48
/** A node takes 50 of one address; two of them stay for others. */
const CONNECTIONS = 48
const PROGRESS_MS = 1000

const requireReady = async (town: Town): Promise<void> => {
  try {
    await getHealth(town)
  } catch (error) {
    if (!isTownError(error) || error.cause instanceof ReplayError) throw error
    throw new ReplayError('NODE', `No node answers at ${town.url}: ${error.message}.`, { cause: error })
  }
}

/** What came of all towns, of each what was kept. */
const collect = ({ plans, run }: { readonly plans: readonly TownPlan[]; readonly run: Run }): ReplayResult => {
  const towns: TownResult[] = []
  const latencies = new Map<ActKind, number[]>()
  let actions = 0
  for (const plan of plans) {
    const { result, ...acts } = run.getDone(plan.town)
    towns.push(result)
    actions += acts.actions
    for (const [kind, some] of acts.latencies) latencies.set(kind, (latencies.get(kind) ?? []).concat(some))
  }
  return { towns, actions, seconds: run.seconds(), latencies }
}
