import { Children, type ReactNode, startTransition, useDeferredValue, useEffect, useState } from 'react'

// The page that is loaded comes together with the app, which keeps a slow phone busy: it is drawn in slices, so that its beginning is seen
// sooner and a press is answered in between. Later pages are drawn at once, and the way back leads to the same place of them.

const first = location.pathname
let hasLeft = false

const isFirstPage = (): boolean => {
  hasLeft ||= location.pathname !== first
  return !hasLeft
}

/**
 * What a large part of the page is drawn of, as soon as the device has time for it; until then what it was before, on the first page undefined.
 */
export const useInSlices = <Value>(value: Value): Value | undefined =>
  useDeferredValue<Value | null | undefined>(value, isFirstPage() ? null : undefined) ?? undefined

/** How many of `count` parts are drawn so far, `step` more with each frame; all at once where the address names one of them. */
export const useInTurn = (count: number, step = 1): number => {
  const [shown, setShown] = useState(() => (isFirstPage() && location.hash === '' ? step : Number.POSITIVE_INFINITY))
  const isWhole = shown >= count
  useEffect(() => {
    if (isWhole) return
    const timer = setTimeout(() => startTransition(() => setShown(shown + step)))
    return () => clearTimeout(timer)
  }, [shown, isWhole, step])
  return Math.min(shown, count)
}

/** Draws what stands in it one after another, from the top. */
export const InTurn = ({ children }: { readonly children: ReactNode }) => {
  const parts = Children.toArray(children)
  return parts.slice(0, useInTurn(parts.length))
}
