import { type ComponentProps, lazy, Suspense } from 'react'
import { Spinner } from '../../ui/spinner.tsx'
import type { TownPulse } from './town-pulse.tsx'

const LoadedPulse = lazy(async () => ({ default: (await import('./town-pulse.tsx')).TownPulse }))

/** The pulse, loaded when somebody looks at it. */
export const LazyTownPulse = (props: ComponentProps<typeof TownPulse>) => (
  <Suspense fallback={<Spinner />}>
    <LoadedPulse {...props} />
  </Suspense>
)
