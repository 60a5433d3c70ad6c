import type { ReactNode } from 'react'

/** The cards of a pulse, in two columns where there is room. */
export const PulseColumns = ({ left, right }: { readonly left: ReactNode; readonly right: ReactNode }) => (
  <div className="grid gap-4 wide:grid-cols-2 wide:items-start">
    <div className="grid min-w-0 gap-4">{left}</div>
    <div className="grid min-w-0 gap-4">{right}</div>
  </div>
)
