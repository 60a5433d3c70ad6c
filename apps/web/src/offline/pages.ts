/** The service worker, which keeps the pages and what was read on them. Where a browser has none, everything is read from the node. */
export type Pages = {
  /** Keeps all pages and what signs on this device: for those who live here. */
  readonly keepAll: () => void
  /** How many answers of the node this device keeps, to be read without it; undefined where it keeps none at all. */
  readonly countKept: () => Promise<number | undefined>
  /** Forgets what was read here. */
  readonly forget: () => Promise<void>
  /** Looks whether the node has a new version of the pages; browsers do so by themselves only when a page is loaded. */
  readonly lookForNew: () => void
  readonly isOutdated: () => boolean
  readonly subscribe: (listener: () => void) => () => void
}

export const keepPages = (): Pages => {
  const container = 'serviceWorker' in navigator ? navigator.serviceWorker : undefined
  const listeners = new Set<() => void>()
  let isOutdated = false
  const tell = (message: 'keep-all' | readonly string[]) => {
    void container?.ready.then(({ active }) => active?.postMessage(message))
  }
  /** How many answers there are, after what was asked for. */
  const ask = async (message: 'count' | 'forget'): Promise<number | undefined> => {
    const active = (await container?.getRegistration())?.active
    if (!active) return undefined
    const { port1, port2 } = new MessageChannel()
    return await new Promise<number>((resolve) => {
      port1.onmessage = ({ data }: MessageEvent<number>) => resolve(data)
      active.postMessage(message, [port2])
    })
  }
  // Read before it was there.
  if (container && !container.controller) {
    container.addEventListener('controllerchange', () => tell(pathsRead()), { once: true })
  }
  let hasOne = Boolean(container?.controller)
  container?.addEventListener('controllerchange', () => {
    // The first one that takes over has the same version as this page.
    isOutdated = hasOne
    hasOne = true
    if (!isOutdated) return
    for (const listener of listeners) listener()
  })
  return {
    keepAll: () => tell('keep-all'),
    countKept: () => ask('count'),
    forget: async () => void (await ask('forget')),
    lookForNew: () => {
      container
        ?.getRegistration()
        .then((registration) => registration?.update())
        .catch(() => {
          // The node is away again: the next time that it comes back.
        })
    },
    isOutdated: () => isOutdated,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

const pathsRead = (): readonly string[] =>
  performance
    .getEntriesByType('resource')
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/'))
    .map(({ pathname }) => pathname)

/** After the page is there: what it needs itself comes first. */
export const startServiceWorker = (): void => {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const register = () => {
    navigator.serviceWorker.register('/service-worker.js').catch(() => {
      // A browser that does not trust the node's certificate, or keeps nothing: the pages work without.
    })
  }
  if (document.readyState === 'complete') register()
  else window.addEventListener('load', register, { once: true })
}
