/** The service worker, which keeps the pages and what was read on them. Where a browser has none, everything is read from the node. */
export type Pages = {
  /** Keeps all pages and what signs on this device: for those who live here. */
  readonly keepAll: () => void
  /** Forgets what was read here. */
  readonly forget: () => void
  readonly isOutdated: () => boolean
  readonly subscribe: (listener: () => void) => () => void
}

export const keepPages = (): Pages => {
  const container = 'serviceWorker' in navigator ? navigator.serviceWorker : undefined
  const listeners = new Set<() => void>()
  let isOutdated = false
  const tell = (message: 'keep-all' | 'forget' | readonly string[]) => {
    void container?.ready.then(({ active }) => active?.postMessage(message))
  }
  // Read before it was there.
  if (container && !container.controller) {
    container.addEventListener('controllerchange', () => tell(pathsRead()), { once: true })
  }
  // The first one that takes over has the same version as this page.
  const hadOne = Boolean(container?.controller)
  container?.addEventListener('controllerchange', () => {
    if (!hadOne) return
    isOutdated = true
    for (const listener of listeners) listener()
  })
  return {
    keepAll: () => tell('keep-all'),
    forget: () => tell('forget'),
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
