import type { ComponentProps, ReactNode } from 'react'
import { Icon } from './icons/icon.tsx'

const LOOKS = {
  /** Part of what the page is about. */
  plain: 'font-medium text-denim',
  /** For the curious. */
  quiet: 'text-sm text-soft',
} as const

/** More on demand, under one line that says what it is. */
export const Disclosure = ({
  summary,
  look = 'plain',
  children,
  ...details
}: {
  readonly summary: string
  readonly look?: keyof typeof LOOKS
  readonly children: ReactNode
} & Pick<ComponentProps<'details'>, 'open' | 'onToggle' | 'ref'>) => (
  <details {...details} className="group w-full">
    <summary className={`flex min-h-11 w-fit cursor-pointer list-none items-center gap-2 ${LOOKS[look]}`}>
      <span aria-hidden="true" className="motion-safe:transition-transform group-open:rotate-90">
        <Icon name="forward" size="small" />
      </span>
      {summary}
    </summary>
    <div className={look === 'quiet' ? 'text-sm text-soft' : ''}>{children}</div>
  </details>
)
