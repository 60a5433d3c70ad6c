import { createContext, use, useSyncExternalStore } from 'react'
import type { Outbox } from './outbox.ts'
import type { Waiting } from './store.ts'

export const OutboxContext = createContext<Outbox | undefined>(undefined)

export const useOutbox = (): Outbox => {
  const outbox = use(OutboxContext)
  if (!outbox) throw new Error('useOutbox outside of its provider')
  return outbox
}

export const useWaiting = (): readonly Waiting[] => {
  const outbox = useOutbox()
  return useSyncExternalStore(outbox.subscribe, outbox.list)
}
