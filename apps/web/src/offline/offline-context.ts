import { createContext, use, useSyncExternalStore } from 'react'
import type { KeptAnswers } from './kept-answers.ts'
import type { Pages } from './pages.ts'

export type Offline = { readonly answers: KeptAnswers; readonly pages: Pages }

export const OfflineContext = createContext<Offline | undefined>(undefined)

export const useOffline = (): Offline => {
  const offline = use(OfflineContext)
  if (!offline) throw new Error('useOffline outside of its provider')
  return offline
}

/** Since when the oldest of what is shown is as it is, in milliseconds since 1970; undefined while the node answers. */
export const useOldestAnswer = (): number | undefined => {
  const { answers } = useOffline()
  return useSyncExternalStore(answers.subscribe, answers.oldest)
}

/** Whether the node has another version of the pages than these. */
export const useIsOutdated = (): boolean => {
  const { pages } = useOffline()
  return useSyncExternalStore(pages.subscribe, pages.isOutdated)
}
