import type { ReactNode } from 'react'

/** A place that leads to its plain page. The press is taken by the plan, which knows a drag from a click. */
export const PlaceLink = ({
  href,
  label,
  className = '',
  isReachable = true,
  children,
}: {
  readonly href: string
  /** Its name for those who don't see it; the plan shows it while it is pointed at. */
  readonly label: string
  readonly className?: string
  /** By keyboard. */
  readonly isReachable?: boolean
  readonly children: ReactNode
}) => (
  <a tabIndex={isReachable ? undefined : -1} href={href} aria-label={label} className={`plan-place ${className}`}>
    {children}
  </a>
)
