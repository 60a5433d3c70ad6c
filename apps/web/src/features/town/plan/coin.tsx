import { type Place, project } from './projection.ts'

/** Rises once over the house of who completed a gig. */
export const Coin = ({ at }: { readonly at: Place }) => {
  const { x, y } = project({ ...at, z: 2 })
  return (
    <g transform={`translate(${x} ${y})`}>
      <g className="plan-coin">
        <ellipse rx="11" ry="13" />
        <path d="M0 -7V7M-4 -3H3M-3 3H4" />
      </g>
    </g>
  )
}
