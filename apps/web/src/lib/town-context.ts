import type { Town } from '@distributed-town/sdk'
import { createContext, use } from 'react'

export const TownContext = createContext<Town | undefined>(undefined)

/** The node that served this page: the first argument of what the SDK offers. */
export const useTown = (): Town => {
  const town = use(TownContext)
  if (!town) throw new Error('useTown outside of its provider')
  return town
}
