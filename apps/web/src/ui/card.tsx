import type { ReactNode } from 'react'

const TONES = {
  plain: 'border-line',
  denim: 'border-line border-t-4 border-t-denim',
  burgundy: 'border-line border-t-4 border-t-burgundy',
  carrot: 'border-line border-t-4 border-t-carrot',
  forest: 'border-line border-t-4 border-t-forest',
} as const

/** A box for one thing. `title` becomes an h2. */
export const Card = ({
  title,
  tone = 'plain',
  id,
  children,
}: {
  readonly title?: ReactNode
  readonly tone?: keyof typeof TONES
  /** Where links to this part of a page lead. */
  readonly id?: string
  readonly children?: ReactNode
}) => (
  <section
    id={id}
    tabIndex={id === undefined ? undefined : -1}
    className={`grid content-start gap-3 rounded-xl border bg-card p-4 ${TONES[tone]}`}
  >
    {title && <h2 className="text-lg font-semibold">{title}</h2>}
    {children}
  </section>
)
