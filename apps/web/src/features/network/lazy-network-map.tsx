import { type ComponentProps, lazy, Suspense } from 'react'
import type { NetworkMap } from './network-map.tsx'

const LoadedMap = lazy(async () => ({ default: (await import('./network-map.tsx')).NetworkMap }))

/** The map, loaded after the words of the page; its place is kept. */
export const LazyNetworkMap = (props: ComponentProps<typeof NetworkMap>) => (
  <Suspense
    fallback={<div className="aspect-square max-h-[min(40rem,82vh)] sm:aspect-[7/5] w-full rounded-xl bg-line/40" />}
  >
    <LoadedMap {...props} />
  </Suspense>
)
