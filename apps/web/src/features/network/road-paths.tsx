import { memo } from 'react'
import { type Point, round } from './lands.ts'
import type { Road } from './roads.ts'

/** From a proximity on, how thick a road is: in radii of a full town, and in pixels at least. */
const KINDS = [
  { from: 0, thick: 0.045, least: 0.6 },
  { from: 8_500, thick: 0.09, least: 1.1 },
  { from: 9_500, thick: 0.16, least: 1.8 },
] as const

/** All roads of a thickness in one path each. */
export const RoadPaths = memo(
  ({
    roads,
    places,
    size,
    unit,
    longest,
  }: {
    readonly roads: readonly Road[]
    readonly places: ReadonlyMap<number, Point>
    readonly size: number
    /** Pixels that a unit of the drawing is. */
    readonly unit: number
    /** In units of the drawing. */
    readonly longest: number
  }) =>
    KINDS.map(({ from, thick, least }, i) => {
      const below = KINDS[i + 1]?.from ?? Infinity
      const drawn = roads.filter(({ proximity }) => proximity >= from && proximity < below)
      return (
        <path
          key={from}
          className="network-road"
          strokeWidth={round(Math.max(size * thick, least / unit) * 10) / 10}
          d={drawn.map((road) => pathOf(road, places, longest)).join('')}
        />
      )
    }),
)

/** Slightly bent, always to the same side. */
const pathOf = ({ from, to }: Road, places: ReadonlyMap<number, Point>, longest: number): string => {
  const [a, b] = [places.get(from), places.get(to)]
  if (!a || !b || Math.hypot(a.x - b.x, a.y - b.y) > longest) return ''
  const bend = (from + to) % 2 === 0 ? 0.12 : -0.12
  const middle = { x: (a.x + b.x) / 2 - (b.y - a.y) * bend, y: (a.y + b.y) / 2 + (b.x - a.x) * bend }
  return `M${round(a.x)} ${round(a.y)}Q${round(middle.x)} ${round(middle.y)} ${round(b.x)} ${round(b.y)}`
}
