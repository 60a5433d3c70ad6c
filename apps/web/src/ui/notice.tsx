import type { ReactNode } from 'react'

const TONES = {
  info: 'border-denim',
  good: 'border-forest',
  warning: 'border-lemon',
  bad: 'border-alizarin',
} as const

/** Something to know. Read out when it appears. */
export const Notice = ({
  tone = 'info',
  title,
  children,
}: {
  readonly tone?: keyof typeof TONES
  readonly title?: ReactNode
  readonly children?: ReactNode
}) => (
  <div
    role={tone === 'bad' ? 'alert' : 'status'}
    className={`grid gap-2 rounded-lg border border-l-8 bg-card p-3 ${TONES[tone]}`}
  >
    {title && <p className="font-semibold">{title}</p>}
    {children}
  </div>
)
