import type { ReactNode } from 'react'

/** Nothing is here: why, and what to do (`children`: a button). */
export const Empty = ({ text, children }: { readonly text: string; readonly children?: ReactNode }) => (
  <div className="grid justify-items-start gap-3 rounded-xl border border-dashed border-edge p-4">
    <p className="text-soft">{text}</p>
    {children}
  </div>
)
