import type { CommunityWithRoster } from '@distributed-town/sdk'
import { lazy, Suspense } from 'react'

const TownPlan = lazy(async () => ({ default: (await import('./town-plan.tsx')).TownPlan }))

/** The street plan, loaded after the words of the page; its place is kept. */
export const LazyTownPlan = ({ community }: { readonly community: CommunityWithRoster }) => (
  <Suspense fallback={<div className="aspect-[7/5] max-h-[32rem] w-full rounded-xl bg-line/40" />}>
    <TownPlan community={community} />
  </Suspense>
)
