import type { Ground } from './layout.ts'
import { pathOf, project } from './projection.ts'

// What buildings are put together from. `look` names a colour of plan.css; the light comes from the left.

type SolidProps = {
  readonly ground: Ground
  /** Height of its foot above the ground. */
  readonly foot?: number
  readonly height: number
  readonly look: string
}

/** A box: two walls and a flat top. */
export const Box = ({ ground: { x0, x1, y0, y1 }, foot = 0, height, look }: SolidProps) => {
  const top = foot + height
  return (
    <g className={look}>
      <path
        className="plan-left"
        d={pathOf([
          { x: x0, y: y1, z: foot },
          { x: x1, y: y1, z: foot },
          { x: x1, y: y1, z: top },
          { x: x0, y: y1, z: top },
        ])}
      />
      <path
        className="plan-right"
        d={pathOf([
          { x: x1, y: y0, z: foot },
          { x: x1, y: y1, z: foot },
          { x: x1, y: y1, z: top },
          { x: x1, y: y0, z: top },
        ])}
      />
      <path className="plan-top" d={outlineOf({ x0, x1, y0, y1 }, top)} />
    </g>
  )
}

/** A gable roof, its ridge along x or y, with the wall under it that one sees. */
export const Gable = ({
  ground: { x0, x1, y0, y1 },
  foot = 0,
  height,
  look,
  wall,
  ridge,
}: SolidProps & { readonly wall: string; readonly ridge: 'x' | 'y' }) => {
  const [x, y] = [
    { from: x0, to: x1 },
    { from: y0, to: y1 },
  ]
  // The same roof either way round: `u` runs along the ridge, `v` across it.
  const [u, v] = ridge === 'x' ? [x, y] : [y, x]
  const [back, front] = ridge === 'x' ? ['plan-right', 'plan-left'] : ['plan-left', 'plan-right']
  const at = (along: number, across: number, z: number) =>
    ridge === 'x' ? { x: along, y: across, z } : { x: across, y: along, z }
  const top = foot + height
  const middle = (v.from + v.to) / 2
  const slope = (across: number): string =>
    pathOf([at(u.from, across, foot), at(u.to, across, foot), at(u.to, middle, top), at(u.from, middle, top)])
  const gable = u.to - EAVE
  const tiles = [0.28, 0.52, 0.76]
    .map((share) => {
      const [across, z] = [v.to + (middle - v.to) * share, foot + height * share]
      const [a, b] = [project(at(u.from, across, z)), project(at(u.to, across, z))]
      return `M${a.x.toFixed(1)} ${a.y.toFixed(1)}L${b.x.toFixed(1)} ${b.y.toFixed(1)}`
    })
    .join('')
  return (
    <>
      <path className={`${back} ${look}`} d={slope(v.from)} />
      <path
        className={`${back} ${wall}`}
        d={pathOf([at(gable, v.from, foot), at(gable, v.to, foot), at(gable, middle, top)])}
      />
      <path className={`${front} ${look}`} d={slope(v.to)} />
      <path className="plan-tiles" d={tiles} />
    </>
  )
}

/** How far a roof stands out over a wall. */
export const EAVE = 0.08

export const underEave = ({ x0, x1, y0, y1 }: Ground): Ground => ({
  x0: x0 - EAVE,
  x1: x1 + EAVE,
  y0: y0 - EAVE,
  y1: y1 + EAVE,
})

/** A roof of four slopes that meet in a point. */
export const Pyramid = ({ ground: { x0, x1, y0, y1 }, foot = 0, height, look }: SolidProps) => {
  const tip = { x: (x0 + x1) / 2, y: (y0 + y1) / 2, z: foot + height }
  const corner = (x: number, y: number) => ({ x, y, z: foot })
  return (
    <g className={look}>
      <path className="plan-left" d={pathOf([corner(x0, y0), corner(x0, y1), tip])} />
      <path className="plan-right" d={pathOf([corner(x0, y0), corner(x1, y0), tip])} />
      <path className="plan-left" d={pathOf([corner(x0, y1), corner(x1, y1), tip])} />
      <path className="plan-right" d={pathOf([corner(x1, y0), corner(x1, y1), tip])} />
    </g>
  )
}

/** Something flat. */
export const Slab = ({
  ground,
  foot = 0,
  look,
}: {
  readonly ground: Ground
  readonly foot?: number
  readonly look: string
}) => <path className={`plan-top ${look}`} d={outlineOf(ground, foot)} />

/** What a box throws to the right. */
export const Shadow = ({ ground: { x0, x1, y0, y1 }, height }: Pick<SolidProps, 'ground' | 'height'>) => {
  const [dx, dy] = [height * 0.55, height * -0.32]
  return (
    <path
      className="plan-shadow"
      d={pathOf([
        { x: x0, y: y1 },
        { x: x1, y: y1 },
        { x: x1 + dx, y: y1 + dy },
        { x: x1 + dx, y: y0 + dy },
        { x: x0 + dx, y: y0 + dy },
        { x: x0, y: y0 },
      ])}
    />
  )
}

/** Of something flat, `z` above the ground. */
export const outlineOf = ({ x0, x1, y0, y1 }: Ground, z = 0): string =>
  pathOf([
    { x: x0, y: y0, z },
    { x: x1, y: y0, z },
    { x: x1, y: y1, z },
    { x: x0, y: y1, z },
  ])
