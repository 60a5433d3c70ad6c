/** Answers that the service worker gave because the node did not: since when they are what they are. */
export type KeptAnswers = {
  readonly fetch: typeof fetch
  /** When the oldest of them was given, in milliseconds since 1970; undefined if all answers are the node's own. */
  readonly oldest: () => number | undefined
  readonly subscribe: (listener: () => void) => () => void
}

/** As the service worker writes it. */
const KEPT_AT = 'kept-at'

/** Watches what a `fetch` brings. */
export const watchAnswers = (inner: typeof fetch): KeptAnswers => {
  const kept = new Map<string, number>()
  const listeners = new Set<() => void>()
  const note = (url: string, at: number | undefined) => {
    if (kept.get(url) === at) return
    if (at === undefined) kept.delete(url)
    else kept.set(url, at)
    for (const listener of listeners) listener()
  }
  return {
    fetch: async (...request) => {
      const response = await inner(...request)
      const at = response.headers.get(KEPT_AT)
      note(response.url, at === null ? undefined : Number(at))
      return response
    },
    oldest: () => (kept.size === 0 ? undefined : Math.min(...kept.values())),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
