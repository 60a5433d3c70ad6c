import type { Ground } from './layout.ts'
import { type Place, project } from './projection.ts'
import { Box, Shadow, Slab } from './solids.tsx'

/** A building site: walls that have begun, behind scaffolding. */
export const Scaffold = ({
  ground,
  wall,
  height,
}: {
  readonly ground: Ground
  /** How high the walls are. */
  readonly wall: number
  readonly height: number
}) => {
  const { x0, x1, y0, y1 } = ground
  const inner = { x0: x0 + 0.18, x1: x1 - 0.18, y0: y0 + 0.18, y1: y1 - 0.18 }
  const poles: readonly Place[] = [
    { x: x0, y: y1 },
    { x: (x0 + x1) / 2, y: y1 },
    { x: x1, y: y1 },
    { x: x1, y: (y0 + y1) / 2 },
    { x: x1, y: y0 },
  ]
  const rails = [0.45, 0.95].filter((share) => share * height > 0.3)
  return (
    <>
      <Slab ground={ground} look="plan-earth" />
      <Shadow ground={inner} height={wall} />
      <Box ground={inner} height={wall} look="plan-brick" />
      <Slab
        ground={{ x0: inner.x0 + 0.12, x1: inner.x1 - 0.12, y0: inner.y0 + 0.12, y1: inner.y1 - 0.12 }}
        foot={wall}
        look="plan-hollow"
      />
      <path
        className="plan-scaffold"
        d={[
          ...poles.map((pole) => line(pole, { ...pole, z: height })),
          ...rails.flatMap((share) => {
            const z = share * height
            return [line({ x: x0, y: y1, z }, { x: x1, y: y1, z }), line({ x: x1, y: y1, z }, { x: x1, y: y0, z })]
          }),
        ].join('')}
      />
    </>
  )
}

const line = (from: Place, to: Place): string => {
  const [a, b] = [project(from), project(to)]
  return `M${a.x.toFixed(1)} ${a.y.toFixed(1)}L${b.x.toFixed(1)} ${b.y.toFixed(1)}`
}
