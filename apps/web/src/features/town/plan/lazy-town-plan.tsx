import type { CommunityWithRoster } from '@distributed-town/sdk'
import { lazy, Suspense } from 'react'

const TownPlan = lazy(async () => ({ default: (await import('./town-plan.tsx')).TownPlan }))

/** The street plan, loaded after the words of the page; its place is kept. */
export const LazyTownPlan = ({ community }: { readonly community: CommunityWithRoster }) => (
  <Suspense fallback={<PlanPlace />}>
    <TownPlan community={community} />
  </Suspense>
)

/** As large as the plan with what is below it, so that nothing moves when it comes. */
export const PlanPlace = () => (
  <div className="pb-12">
    <div className="aspect-[7/5] max-h-[min(32rem,78vh)] w-full rounded-xl bg-line/40" />
  </div>
)
