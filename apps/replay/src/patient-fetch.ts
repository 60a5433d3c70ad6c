import { setTimeout as sleep } from 'node:timers/promises'
import { errorBodySchema } from '@distributed-town/sdk'
import { ReplayError } from './errors.ts'

/** What is said of a node that is away and comes back. */
export type Say = (line: string) => void

/**
 * A fetch for one node. When the node says that it is asked too often, it waits as long as the node says. When the node is away, stops in
 * the middle of an answer or is not ready, it asks the same again until the node has been away for `patienceSeconds`: reads change
 * nothing, and the node carries out a signed request once.
 *
 * @returns fetch that throws ReplayError NODE after that, STOPPED after the signal.
 */
export const createPatientFetch = ({
  signal,
  say = () => undefined,
  patienceSeconds = PATIENCE_SECONDS,
}: {
  readonly signal: AbortSignal
  readonly say?: Say | undefined
  readonly patienceSeconds?: number | undefined
}): typeof fetch => {
  /** Of the first answer that did not come; all requests wait together. */
  let awaySince: number | undefined

  const waitForNode = async (url: string, reason: string) => {
    const { origin } = new URL(url)
    if (awaySince === undefined) {
      awaySince = performance.now()
      say(`The node at ${origin} does not answer (${reason}). Waiting for it, up to ${patienceSeconds} s.`)
    }
    if (performance.now() - awaySince > patienceSeconds * 1000) {
      throw new ReplayError('NODE', `The node at ${origin} did not come back within ${patienceSeconds} s (${reason}).`)
    }
    await sleep(BETWEEN_MS)
  }

  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    for (let isFirst = true; ; isFirst = false) {
      // The caller's time for the request runs out while the node is away.
      const answer = await ask(
        input,
        isFirst || !init?.signal ? init : { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) },
      )
      if (signal.aborted) throw new ReplayError('STOPPED', 'The replay was stopped.', { cause: signal.reason })
      if (answer instanceof Error) {
        await waitForNode(url, describe(answer))
        continue
      }
      if (answer.status >= SERVER_ERRORS) {
        await waitForNode(url, `status ${answer.status}`)
        continue
      }
      if (awaySince !== undefined) {
        awaySince = undefined
        say('The node answers again.')
      }
      if (answer.status !== TOO_MANY_REQUESTS || !(await isRateLimited(answer))) return answer
      await sleep(1000 * Number(answer.headers.get('retry-after') ?? 1))
    }
  }
}

/** How long a node may be away: a restart takes some seconds, and somebody who sees the message some more. */
export const PATIENCE_SECONDS = 120
const BETWEEN_MS = 250
const TIMEOUT_MS = 60_000
const TOO_MANY_REQUESTS = 429
const SERVER_ERRORS = 500

/** A whole answer, or what went wrong on the way. */
const ask = async (...request: Parameters<typeof fetch>): Promise<Response | Error> => {
  try {
    const response = await fetch(...request)
    return new Response(await response.arrayBuffer(), { status: response.status, headers: response.headers })
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** undici keeps the reason in the cause. */
const describe = ({ message, cause }: Error): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : message

/** A budget of gas that is used up has the same status, and passes with the day only. */
const isRateLimited = async (response: Response): Promise<boolean> => {
  const body = errorBodySchema.safeParse(
    await response
      .clone()
      .json()
      .catch(() => undefined),
  )
  return !body.success || body.data.code === 'RATE_LIMITED'
}
