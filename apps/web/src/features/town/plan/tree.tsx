import { memo } from 'react'
import { type Place, project } from './projection.ts'

/** A tree: 0 and 1 round, 2 a poplar. */
export const Tree = memo(({ at, size, kind }: { readonly at: Place; readonly size: number; readonly kind: number }) => {
  const { x, y } = project(at)
  const look = kind === 1 ? 'plan-linden' : 'plan-leaf'
  return (
    <g transform={`translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${size.toFixed(2)})`}>
      <ellipse className="plan-shadow" cx="12" cy="0" rx="19" ry="7" />
      <path className="plan-trunk" d="M-2 0V-16H2V0Z" />
      {kind === 2 ? (
        <g className={look}>
          <path className="plan-left" d="M0 -64C12 -50 12 -18 0 -9C-12 -18 -12 -50 0 -64Z" />
          <path className="plan-right" d="M0 -64C12 -50 12 -18 0 -9C7 -20 7 -48 0 -64Z" />
        </g>
      ) : (
        <g className={look}>
          <path
            className="plan-right"
            d="M-15 -18C-22 -27 -15 -39 -8 -40C-4 -48 9 -47 11 -40C19 -37 20 -25 14 -18C10 -11 -9 -10 -15 -18Z"
          />
          <path
            className="plan-left"
            d="M-13 -24C-17 -33 -9 -38 -5 -38C0 -45 7 -42 7 -37C12 -31 6 -24 0 -26C-4 -20 -11 -20 -13 -24Z"
          />
        </g>
      )}
    </g>
  )
})
