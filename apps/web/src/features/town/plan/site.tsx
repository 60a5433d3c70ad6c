import type { Ground } from './layout.ts'
import { project } from './projection.ts'
import { Scaffold } from './scaffold.tsx'

/** A public building whose function does not exist yet. */
export const Site = ({ ground }: { readonly ground: Ground }) => {
  const crane = project({ x: ground.x0 + 0.3, y: ground.y0 + 0.3 })
  return (
    <>
      <g transform={`translate(${crane.x} ${crane.y})`}>
        <path className="plan-crane" d="M0 8V-92M-20 -84H52M0 -100L-20 -84M0 -100L52 -84M0 -100V-92" />
        <path className="plan-rope" d="M40 -84V-52" />
        <rect className="plan-load" x="34" y="-52" width="12" height="6" />
        <rect className="plan-load" x="-20" y="-84" width="8" height="8" />
      </g>
      <Scaffold ground={ground} wall={0.6} height={1.35} />
    </>
  )
}
