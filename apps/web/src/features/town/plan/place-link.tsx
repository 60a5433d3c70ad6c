import type { ReactNode } from 'react'
import type { Place } from './projection.ts'

/** A place that leads to its plain page. The press is taken by the plan, which knows a drag from a click. */
export const PlaceLink = ({
  href,
  label,
  at,
  className = '',
  children,
}: {
  readonly href: string
  /** Its name for those who don't see it; the plan shows it while it is pointed at. */
  readonly label: string
  readonly at: Place
  readonly className?: string
  readonly children: ReactNode
}) => (
  <a href={href} aria-label={label} data-at={`${at.x},${at.y}`} className={`plan-place ${className}`}>
    {children}
  </a>
)
