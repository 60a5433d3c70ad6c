import { INNER, LANE, SQUARE } from './layout.ts'
import type { Place } from './projection.ts'

// How people get from one house to another: by the street around the market square, and by the lanes behind the second rows.

/** The middle of the street around the square. */
const RING = (SQUARE + INNER) / 2

/** Where who comes by train steps onto the street. */
const STATION: Place = { x: 6.6, y: RING }

/** The way from the street around the square to a plot; its last place is in front of the house. */
const wayTo = (plot: Place, from: number): readonly Place[] => {
  const isAlongX = Math.abs(plot.x) > Math.abs(plot.y)
  const [away, along] = isAlongX ? [plot.x, plot.y] : [plot.y, plot.x]
  const at = (away: number, along: number): Place => (isAlongX ? { x: away, y: along } : { x: along, y: away })
  const side = Math.sign(away)
  if (Math.abs(away) < (RING + LANE) / 2) return [at(side * RING, along)]
  const corner = Math.sign(along || from || 1) * RING
  return [at(side * RING, corner), at(side * LANE, corner), at(side * LANE, along)]
}

const CORNERS: readonly Place[] = [
  { x: RING, y: RING },
  { x: -RING, y: RING },
  { x: -RING, y: -RING },
  { x: RING, y: -RING },
]

/** How far along the street around the square a place of it is: 0 … 4 sides, from the first corner on. */
const sideOf = ({ x, y }: Place): number => {
  const share = (value: number) => (value + RING) / (2 * RING)
  if (y === RING) return 1 - share(x)
  if (x === -RING) return 1 + (1 - share(y))
  if (y === -RING) return 2 + share(x)
  return 3 + share(y)
}

/** The corners between two places of the street around the square, the shorter way. */
const cornersBetween = (from: Place, to: Place): readonly Place[] => {
  const [a, b] = [sideOf(from), sideOf(to)]
  const ahead = (b - a + 4) % 4
  const isAhead = ahead <= 2
  const length = isAhead ? ahead : 4 - ahead
  const [first, step] = isAhead ? [Math.floor(a) + 1, 1] : [Math.ceil(a) - 1, -1]
  const corners: Place[] = []
  for (let i = first; Math.abs(i - a) < length; i += step) corners.push(CORNERS[((i % 4) + 4) % 4] as Place)
  return corners
}

/** A walk by the streets. Without a place to start from, from the station. */
export const layWalk = ({ from, to }: { readonly from: Place | undefined; readonly to: Place }): readonly Place[] => {
  const before = from ? wayTo(from, Math.sign(to.x)).toReversed() : [STATION, { x: RING, y: RING }]
  const after = wayTo(to, Math.sign(from?.x ?? 1))
  const [start, end] = [before.at(-1), after[0]]
  if (!start || !end) return [...before, ...after]
  return [...before, ...cornersBetween(start, end), ...after]
}
