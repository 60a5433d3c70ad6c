import {
  getNonce,
  isContractErrorCode,
  isTownError,
  type Outbox,
  type RelayRequest,
  sendRequest,
  type Town,
  type TownErrorCode,
} from '@distributed-town/sdk'
import type { ActKind } from './act-kinds.ts'
import { ReplayError } from './errors.ts'
import type { Limit } from './limit.ts'
import { createNonces, type Nonces } from './nonces.ts'
import type { ActName, Outcome, TownJournal } from './town-journal.ts'

/** Carries out the acts of the people of one town: a few at once, counted when they are done, each once, however often the replay is started. */
export type Acts = {
  /**
   * @param act Is given the node to act through. What it asks the node to carry out must be one request.
   * @returns what the act gave, or the code of the rule that refused it. @throws when nothing can go on.
   */
  readonly try: <Result>(name: ActName, act: (town: Town) => Promise<Result>) => Promise<Attempt<Result>>
  /** Acts that stand on the chain. */
  readonly done: () => number
  readonly latencies: () => Latencies
}

/** How long the acts took that were done, in milliseconds: from when a person acts until the node's answers show it. */
export type Latencies = ReadonlyMap<ActKind, readonly number[]>

export type Attempt<Result> =
  | { readonly result: Result; readonly refused?: never }
  | { readonly refused: TownErrorCode; readonly result?: never }

/** @param options.onDecided Called at each act that is done or refused; `isNew`: now, and not before an interruption. */
export const createActs = (
  town: Town,
  {
    journal,
    limit,
    signal,
    onDecided,
  }: {
    readonly journal: TownJournal
    readonly limit: Limit
    readonly signal: AbortSignal
    readonly onDecided: (act: { readonly isNew: boolean }) => void
  },
): Acts => {
  const nonces = createNonces()
  const latencies = new Map<ActKind, number[]>()
  let done = 0

  const count = (name: ActName, { refused, milliseconds }: Outcome<unknown>, isNew: boolean) => {
    onDecided({ isNew })
    if (refused !== undefined) return
    const [kind] = name.split(' ') as [ActKind]
    const ofKind = latencies.get(kind)
    if (ofKind) ofKind.push(milliseconds)
    else latencies.set(kind, [milliseconds])
    done += 1
  }

  /** Until it is done or refused; what only passes is waited for. */
  const carryOut = async <Result>(name: ActName, act: (town: Town) => Promise<Result>): Promise<Outcome<Result>> => {
    // The wait for a place was the replay's own.
    const begin = performance.now()
    const since = () => Math.round(10 * (performance.now() - begin)) / 10
    for (let attempt = 1; ; attempt++) {
      if (signal.aborted) throw new ReplayError('STOPPED', 'The replay was stopped.', { cause: signal.reason })
      try {
        const isDone = await repeat(town, { name, journal })
        if (isDone && !hasAnswer(name)) return { result: undefined as Result, milliseconds: since() }
        return {
          result: await act({ ...town, outbox: createOutbox(town, { name, journal, nonces }) }),
          milliseconds: since(),
        }
      } catch (error) {
        // What waited for the node says so when it waits no more.
        if (!isTownError(error) || error.cause instanceof ReplayError) throw error
        if (isRefusal(error.code)) return { refused: error.code, milliseconds: since() }
        if (attempt === MOST_ATTEMPTS) throw error
      }
    }
  }

  return {
    try: async <Result>(name: ActName, act: (town: Town) => Promise<Result>) => {
      const known = journal.outcomeOf<Result>(name)
      if (known) {
        count(name, known, false)
        return known
      }
      return await limit.enter(async () => {
        const outcome = await carryOut(name, act)
        journal.keepOutcome(name, outcome)
        count(name, outcome, true)
        return outcome
      })
    },
    done: () => done,
    latencies: () => latencies,
  }
}

/** The fetch below has waited for a node that is away, and the relay's client for its connection. */
const MOST_ATTEMPTS = 10

/** Acts of which more is wanted than that they are done: asked again, they find their request done and read the rest from the chain. */
const hasAnswer = (name: ActName): boolean => /^(createAndFound|createAndJoin|createGig|rateGig) /.test(name)

/** What a rule says, of the town or of the node's budget, and not what passes. */
const isRefusal = (code: TownErrorCode): boolean => isContractErrorCode(code) || code === 'GAS_BUDGET_SPENT'

type Sending = { readonly name: ActName; readonly journal: TownJournal }

/**
 * Sends the request once more that was signed for an act before, if there is one: a node carries out a request once and says again what it
 * answered.
 *
 * @returns whether it is done now.
 */
const repeat = async (town: Town, { name, journal }: Sending): Promise<boolean> => {
  const request = journal.requestOf(name)
  if (!request) return false
  try {
    await sendRequest(town, request)
    return true
  } catch (error) {
    if (isTownError(error, 'REQUEST_EXPIRED')) await requireUnused(town, request)
    // Its nonce was used by another one: it was never carried out.
    if (!isTownError(error, 'STALE_NONCE', 'REQUEST_EXPIRED')) throw error
    journal.dropRequest(name)
    return false
  }
}

/** A node forgets its answers some time after the deadline; then nobody says what became of a request whose nonce is used. */
const requireUnused = async (town: Town, { request: { from, nonce } }: RelayRequest): Promise<void> => {
  if ((await getNonce(town, { owner: from })) <= nonce) return
  throw new ReplayError('RUN', 'The run was interrupted too long ago to go on. Remove its folder to begin a new one.')
}

/** Writes a request down before it is sent for the first time; the one that is written down is the one that is sent. */
const createOutbox = (town: Town, { name, journal, nonces }: Sending & { readonly nonces: Nonces }): Outbox => ({
  nextNonce: async (owner, ask) => journal.requestOf(name)?.request.nonce ?? (await nonces.take(owner, ask)),
  send: async (signed, post) => {
    const earlier = journal.requestOf(name)
    if (earlier) return await sendRequest(town, earlier)
    journal.keepRequest(name, signed)
    try {
      return await post()
    } catch (error) {
      nonces.forget(signed.request.from)
      // Signed anew, it has another nonce.
      if (isTownError(error, 'STALE_NONCE')) journal.dropRequest(name)
      throw error
    }
  },
})
