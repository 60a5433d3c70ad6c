import { setTimeout as sleep } from 'node:timers/promises'

/** Fetches; when the node says that it is asked too often, waits as long as it says and asks again. */
export const patientFetch: typeof fetch = async (input, init) => {
  for (;;) {
    const response = await fetch(input, init)
    if (response.status !== TOO_MANY_REQUESTS) return response
    await response.body?.cancel()
    await sleep(1000 * Number(response.headers.get('retry-after') ?? 1))
    // The caller's time for the request would have run out while it was not even tried.
    if (init?.signal) init = { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }
  }
}

const TOO_MANY_REQUESTS = 429
const TIMEOUT_MS = 60_000
