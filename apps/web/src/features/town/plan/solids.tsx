import type { Ground } from './layout.ts'
import { pathOf } from './projection.ts'

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
      <path className="plan-top" d={slab({ x0, x1, y0, y1 }, top)} />
    </g>
  )
}

/** A gable roof. `ridge`: along x or y. The gable is a wall. */
export const Gable = ({
  ground: { x0, x1, y0, y1 },
  foot = 0,
  height,
  look,
  wall,
  ridge,
}: SolidProps & { readonly wall: string; readonly ridge: 'x' | 'y' }) => {
  const top = foot + height
  const [xm, ym] = [(x0 + x1) / 2, (y0 + y1) / 2]
  if (ridge === 'x') {
    return (
      <>
        <path
          className={`plan-right ${look}`}
          d={pathOf([
            { x: x0, y: y0, z: foot },
            { x: x1, y: y0, z: foot },
            { x: x1, y: ym, z: top },
            { x: x0, y: ym, z: top },
          ])}
        />
        <path
          className={`plan-right ${wall}`}
          d={pathOf([
            { x: x1 - EAVE, y: y0, z: foot },
            { x: x1 - EAVE, y: y1, z: foot },
            { x: x1 - EAVE, y: ym, z: top },
          ])}
        />
        <path
          className={`plan-left ${look}`}
          d={pathOf([
            { x: x0, y: y1, z: foot },
            { x: x1, y: y1, z: foot },
            { x: x1, y: ym, z: top },
            { x: x0, y: ym, z: top },
          ])}
        />
      </>
    )
  }
  return (
    <>
      <path
        className={`plan-left ${look}`}
        d={pathOf([
          { x: x0, y: y0, z: foot },
          { x: x0, y: y1, z: foot },
          { x: xm, y: y1, z: top },
          { x: xm, y: y0, z: top },
        ])}
      />
      <path
        className={`plan-left ${wall}`}
        d={pathOf([
          { x: x0, y: y1 - EAVE, z: foot },
          { x: x1, y: y1 - EAVE, z: foot },
          { x: xm, y: y1 - EAVE, z: top },
        ])}
      />
      <path
        className={`plan-right ${look}`}
        d={pathOf([
          { x: x1, y: y0, z: foot },
          { x: x1, y: y1, z: foot },
          { x: xm, y: y1, z: top },
          { x: xm, y: y0, z: top },
        ])}
      />
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
}) => <path className={`plan-top ${look}`} d={slab(ground, foot)} />

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

const slab = ({ x0, x1, y0, y1 }: Ground, z: number): string =>
  pathOf([
    { x: x0, y: y0, z },
    { x: x1, y: y0, z },
    { x: x1, y: y1, z },
    { x: x0, y: y1, z },
  ])
