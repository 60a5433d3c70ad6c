import { memo } from 'react'
import { type Place, project } from './projection.ts'

/** A street lamp; it shines from dusk on. */
export const Lamp = memo(({ at }: { readonly at: Place }) => {
  const { x, y } = project(at)
  return (
    <g transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}>
      <ellipse className="plan-lamplight" rx="34" ry="17" />
      <path className="plan-lamp-post" d="M0 0V-24" />
      <path className="plan-lamp" d="M-3 -24L-2 -30H2L3 -24Z" />
      <path className="plan-lamp-post" d="M-3.4 -30H3.4" />
    </g>
  )
})
