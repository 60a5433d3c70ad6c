import { memo } from 'react'
import { type Ground, groundAt, PLOT } from './layout.ts'
import { type Place, project } from './projection.ts'
import { outlineOf } from './solids.tsx'

/** The ground of a house, with its hedge. */
export const GardenGround = ({ at }: { readonly at: Place }) => {
  const ground = groundAt(at, PLOT.width, PLOT.depth)
  return <path className="plan-garden" d={outlineOf(ground)} />
}

/** A free seat: an empty plot, pegged out, with a signpost. */
export const EmptyPlot = memo(({ at }: { readonly at: Place }) => {
  const ground = groundAt(at, PLOT.width - 0.3, PLOT.depth - 0.3)
  const post = project(at)
  return (
    <>
      <path className="plan-plot" d={outlineOf(ground)} />
      <path className="plan-flowers plan-wild" d={wildflowers(ground)} />
      <g transform={`translate(${post.x} ${post.y})`}>
        <ellipse className="plan-shadow" cx="5" cy="0" rx="8" ry="3" />
        <path className="plan-post" d="M0 0V-17" />
        <path className="plan-sign" d="M-9 -25H9V-14H-9Z" />
        <path className="plan-sign-mark" d="M0 -23V-16M-3.5 -19.5H3.5" />
      </g>
    </>
  )
})

/** Points where something grows that nobody planted: the same on the same plot. */
const wildflowers = ({ x0, x1, y0, y1 }: Ground): string =>
  Array.from({ length: 9 }, (_, i) => {
    const seed = i + Math.abs(x0 * 3 + y0 * 7)
    const { x, y } = project({
      x: x0 + 0.1 + ((seed * 0.754877) % 1) * (x1 - x0 - 0.2),
      y: y0 + 0.1 + ((seed * 0.56984) % 1) * (y1 - y0 - 0.2),
    })
    return `M${x.toFixed(1)} ${y.toFixed(1)}h.01`
  }).join('')
