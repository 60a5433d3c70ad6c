import { isTownError, type Outbox as SdkOutbox, type Sent, TownError, toErrorBody } from '@distributed-town/sdk'
import { nonceOf, type OutboxStore, type Waiting } from './store.ts'

export type Outbox = SdkOutbox & {
  /** Sends what an earlier page left behind. @param send Posts one request. */
  readonly resume: (send: (waiting: Waiting) => Promise<Sent>) => Promise<void>
  /** The node may be back: sends at once what waits. */
  readonly wake: () => void
  /** Takes back what waits; what is on its way just now can't be. */
  readonly withdraw: (id: string) => Promise<void>
  /** Forgets what became of one. */
  readonly dismiss: (id: string) => Promise<void>
  readonly clear: () => Promise<void>
  /** What its signer should know of: all but what is on its way for the first time. */
  readonly list: () => readonly Waiting[]
  readonly subscribe: (listener: () => void) => () => void
}

/** Requests are kept from before they are sent for the first time, and sent again as they were signed, one after another. */
export const createOutbox = ({
  store,
  clock = Date.now,
  firstDelay = FIRST_DELAY_MS,
}: {
  readonly store: OutboxStore
  readonly clock?: () => number
  /** Milliseconds until the second attempt; later ones double it. */
  readonly firstDelay?: number
}): Outbox => {
  const listeners = new Set<() => void>()
  const sleepers = new Set<() => void>()
  let shown: readonly Waiting[] = []
  let turn: Promise<unknown> = Promise.resolve()

  const refresh = async (): Promise<void> => {
    shown = (await store.list()).filter(({ status }) => status !== 'sending')
    for (const listener of listeners) listener()
  }
  const put = async (waiting: Waiting) => {
    await store.put(waiting)
    await refresh()
  }
  const remove = async (id: string) => {
    await store.remove(id)
    await refresh()
  }
  const wake = () => {
    for (const wakeUp of [...sleepers]) wakeUp()
  }
  const sleep = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const wakeUp = () => {
        clearTimeout(timer)
        sleepers.delete(wakeUp)
        resolve()
      }
      const timer = setTimeout(wakeUp, milliseconds)
      sleepers.add(wakeUp)
    })

  /** Posts until there is an answer. */
  const bring = async (waiting: Waiting, post: () => Promise<Sent>): Promise<Sent> => {
    let isMarked = waiting.status === 'waiting'
    for (let delay = firstDelay; ; delay = Math.min(2 * delay, MAX_DELAY_MS)) {
      // Withdrawn, perhaps in another tab.
      if (!(await store.find(waiting.id))) throw new TownError('WITHDRAWN')
      try {
        return await post()
      } catch (error) {
        if (!isAway(error)) throw error
      }
      // Once only: written again, it would undo a withdrawal.
      if (!isMarked) await put({ ...waiting, status: 'waiting' })
      isMarked = true
      await sleep(delay)
    }
  }

  const inTurn = <Result>(act: () => Promise<Result>): Promise<Result> => {
    const result = turn.then(act)
    // The next one comes whatever became of this one.
    turn = result.catch(() => undefined)
    return result
  }

  /** Keeps how it ended where its signer may have left the page that would tell. */
  const tell = async (waiting: Waiting, result: Promise<Sent>, isOurs: boolean): Promise<Sent> => {
    const { from } = waiting.relayRequest.request
    const hasWaited = async () => isOurs || (await store.find(waiting.id))?.status === 'waiting'
    try {
      const sent = await result
      await store.putNonce(from, nonceOf(waiting) + 1n)
      if (await hasWaited()) await put({ ...waiting, status: 'done' })
      else await remove(waiting.id)
      return sent
    } catch (error) {
      const isTold = isTownError(error) && (isOurs || !isTownError(error, 'WITHDRAWN', 'STALE_NONCE'))
      if (isTold && (await hasWaited()) && !isTownError(error, 'WITHDRAWN')) {
        await put({ ...waiting, status: 'refused', error: toErrorBody(error) })
      } else {
        await remove(waiting.id)
      }
      throw error
    }
  }

  return {
    nextNonce: async (owner, ask) => {
      // A browser that keeps nothing has nothing waiting.
      const queued = (await store.list().catch((): readonly Waiting[] => []))
        .filter(({ status, relayRequest }) => !isOver(status) && relayRequest.request.from === owner)
        .map((waiting) => nonceOf(waiting) + 1n)
      const asked = await askOrGuess(ask, () => store.findNonce(owner))
      await store.putNonce(owner, asked).catch(() => undefined)
      let next = asked
      for (const nonce of queued) if (nonce > next) next = nonce
      return next
    },
    send: async (relayRequest, post) => {
      const { from, nonce, deadline } = relayRequest.request
      const id = `${from}/${nonce}/${deadline}`
      // Behind one that waits, it waits as well.
      const status = shown.some((other) => other.status === 'waiting') ? 'waiting' : 'sending'
      const waiting: Waiting = { id, relayRequest, signedAt: clock(), status }
      try {
        await put(waiting)
      } catch {
        // A browser that keeps nothing (private windows of some): it is sent or not, as without an outbox.
        return await post()
      }
      return await tell(
        waiting,
        inTurn(() => bring(waiting, post)),
        false,
      )
    },
    resume: async (send) => {
      const unfinished = (await store.list()).filter(({ status }) => !isOver(status))
      await refresh()
      await Promise.all(
        unfinished.map(async (waiting) => {
          const left: Waiting = { ...waiting, status: 'waiting' }
          await put(left)
          await tell(
            left,
            inTurn(() => bring(left, () => send(left))),
            true,
          ).catch(() => {
            // Kept with its reason.
          })
        }),
      )
    },
    wake,
    withdraw: async (id) => {
      if ((await store.find(id))?.status !== 'waiting') return
      await remove(id)
      wake()
    },
    dismiss: remove,
    clear: async () => {
      await store.clear()
      await refresh()
      wake()
    },
    list: () => shown,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

const FIRST_DELAY_MS = 2_000
const MAX_DELAY_MS = 60_000

const isOver = (status: Waiting['status']): boolean => status === 'done' || status === 'refused'

/** Whether the same request may be answered later: the node is away, starting, or busy. */
const isAway = (error: unknown): boolean =>
  isTownError(error, 'HTTP_UNREACHABLE', 'HTTP_TIMEOUT', 'NOT_READY', 'RATE_LIMITED') || isOfAProxy(error)

/** What stands between answers for a node that is away. */
const isOfAProxy = (error: unknown): boolean =>
  isTownError(error, 'HTTP_UNEXPECTED') && [502, 503, 504].includes(Number(error.details.status))

const askOrGuess = async (ask: () => Promise<bigint>, guess: () => Promise<bigint | undefined>): Promise<bigint> => {
  try {
    return await ask()
  } catch (error) {
    const known = isAway(error) ? await guess() : undefined
    if (known === undefined) throw error
    return known
  }
}
