import { type Place, project } from './projection.ts'

/** A tree: 0 and 1 round, 2 a poplar. */
export const Tree = ({ at, size, kind }: { readonly at: Place; readonly size: number; readonly kind: number }) => {
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
          <circle className="plan-right" cx="0" cy="-27" r="17" />
          <circle className="plan-left" cx="-3" cy="-30" r="13.5" />
        </g>
      )}
    </g>
  )
}
