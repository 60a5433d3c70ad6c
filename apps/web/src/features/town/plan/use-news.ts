import type { Gig } from '@distributed-town/sdk'
import { useEffect, useRef, useState } from 'react'

/** What happened before the reader's eyes. */
export type News =
  | { readonly kind: 'arrived'; readonly walletId: number }
  /** By whom, and for whom. */
  | { readonly kind: 'completed'; readonly walletId: number; readonly creator: number; readonly skill: number }

const SHOWN_MS = 8000

type GigSeen = Pick<Gig, 'id' | 'state' | 'taker' | 'creator' | 'skill'>

type Seen = { readonly members: ReadonlySet<number>; readonly done: ReadonlySet<bigint> }

/** What is new compared with what was seen last: a neighbour, or a completed gig, told by who worked on it. */
export const newsOf = (
  before: Seen,
  { members, gigs }: { readonly members: readonly number[]; readonly gigs: readonly GigSeen[] },
): News | undefined => {
  const arrived = members.find((walletId) => !before.members.has(walletId))
  if (arrived !== undefined) return { kind: 'arrived', walletId: arrived }
  const completed = gigs.find(({ id, state, taker }) => isDone(state) && taker !== null && !before.done.has(id))
  if (completed?.taker == null) return undefined
  const { taker, creator, skill } = completed
  return { kind: 'completed', walletId: taker, creator, skill }
}

/** The latest news, for some seconds, once. What this device knew before is none. */
export const useNews = ({
  members,
  gigs,
}: {
  readonly members: readonly number[]
  /** undefined while they are read. */
  readonly gigs: readonly GigSeen[] | undefined
}): News | undefined => {
  const seen = useRef<Seen>(undefined)
  const [news, setNews] = useState<News>()
  useEffect(() => {
    if (!gigs) return
    const found = seen.current && newsOf(seen.current, { members, gigs })
    // Gigs stay done, also those that are no longer among the latest.
    const done = new Set(seen.current?.done)
    for (const { id, state } of gigs) if (isDone(state)) done.add(id)
    seen.current = { members: new Set(members), done }
    if (found) setNews(found)
  }, [members, gigs])
  useEffect(() => {
    if (!news) return
    const timer = setTimeout(() => setNews(undefined), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [news])
  return news
}

const isDone = (state: Gig['state']): boolean => state === 'Completed' || state === 'Rated'
