import type { NetworkTown } from '@distributed-town/sdk'
import { angleOf, type Point, SHORE, toPicture } from './lands.ts'

// Where each town stands on the island of its template. Pure, so that the network looks the same on every device.

export type TownPlaces = {
  /** By id. */
  readonly places: ReadonlyMap<number, Point>
  /** No two towns of an island are nearer than this, on the ground. */
  readonly apart: readonly number[]
}

type Town = Pick<NetworkTown, 'id' | 'template' | 'skillCounts'>

/** Towns on an island whose places lie on the widest lattice; each finer one is for twice as many. */
const FIRST_TOWNS = 6
const WIDEST = 290
/** How far from its point of the lattice a town stands, and how near two can come, in steps of the lattice. */
const SHIFT = 0.16
const NEAREST = 0.78

/**
 * A town lies towards the skills that its members have, so that those with like skills are neighbours. The older one has the choice, and what
 * it chose stays: a new town takes a free point of a lattice that becomes finer as towns become more. So nobody moves when a town is
 * founded; only a town whose own skills change does, and who had to make room for it.
 */
export const layTowns = (towns: readonly Town[]): TownPlaces => {
  const islands = Map.groupBy(
    towns.toSorted((a, b) => a.id - b.id),
    ({ template }) => template,
  )
  const places = new Map<number, Point>()
  const apart: number[] = []
  for (const [template, inhabitants] of islands) {
    const taken = createGround()
    for (const [rank, town] of inhabitants.entries()) {
      const wish = wishOf(town)
      let level = levelOf(rank)
      let found = nearestFree({ wish, id: town.id, level, taken })
      // Only where shifts and wishes waste more room than there is.
      while (!found) found = nearestFree({ wish, id: town.id, level: ++level, taken })
      taken.add(found)
      places.set(town.id, toPicture(template, found))
      apart[template] = Math.min(apart[template] ?? Infinity, stepOf(level) * NEAREST)
    }
  }
  return { places, apart }
}

const levelOf = (rank: number): number => Math.max(0, Math.ceil(Math.log2((rank + 1) / FIRST_TOWNS)))
const stepOf = (level: number): number => WIDEST / 2 ** (level / 2)

/** How far out an average town would lie: with it, towns are spread evenly over the island. */
const SPREAD = 0.6

/** Where a town would stand if it were alone: the more one-sided its skills, the further out. */
const wishOf = ({ id, skillCounts }: Town): Point => {
  let [x, y, sum] = [0, 0, 0]
  for (const [place, count] of skillCounts.entries()) {
    const weight = count * count
    x += Math.cos(angleOf(place)) * weight
    y += Math.sin(angleOf(place)) * weight
    sum += weight
  }
  // Nobody lives there: on the rim, somewhere.
  if (sum === 0) return { x: Math.cos(id * GOLDEN) * SHORE, y: Math.sin(id * GOLDEN) * SHORE }
  const length = Math.hypot(x, y) / sum
  const outwards = length === 0 ? 0 : (SHORE * Math.sqrt(1 - Math.exp(-((length / SPREAD) ** 2)))) / (length * sum)
  return { x: x * outwards, y: y * outwards }
}

const GOLDEN = Math.PI * (3 - Math.sqrt(5))

type Ground = { readonly add: (point: Point) => void; readonly isFree: (point: Point, within: number) => boolean }

/** The free point that is nearest to a wish; undefined if the lattice is full. */
const nearestFree = ({
  wish,
  id,
  level,
  taken,
}: {
  readonly wish: Point
  readonly id: number
  readonly level: number
  readonly taken: Ground
}): Point | undefined => {
  const step = stepOf(level)
  const shift = { x: Math.cos(id * GOLDEN) * SHIFT * step, y: Math.sin(id * GOLDEN) * SHIFT * step }
  let best: Point | undefined
  let least = Infinity
  for (const { x, y } of latticeOf(level)) {
    const point = { x: x + shift.x, y: y + shift.y }
    const distance = (point.x - wish.x) ** 2 + (point.y - wish.y) ** 2
    if (distance < least && taken.isFree(point, step * NEAREST)) [best, least] = [point, distance]
  }
  return best
}

const lattices = new Map<number, readonly Point[]>()

/** Points of triangles that cover the island. */
const latticeOf = (level: number): readonly Point[] => {
  const known = lattices.get(level)
  if (known) return known
  const step = stepOf(level)
  const rows = Math.ceil(SHORE / step / ROW)
  const points: Point[] = []
  for (let row = -rows; row <= rows; row += 1) {
    const y = row * step * ROW
    const columns = Math.ceil(SHORE / step) + 1
    for (let column = -columns; column <= columns; column += 1) {
      const x = (column + (row % 2 === 0 ? 0 : 0.5)) * step
      if (Math.hypot(x, y) <= SHORE) points.push({ x, y })
    }
  }
  lattices.set(level, points)
  return points
}

const ROW = Math.sqrt(3) / 2

/** Points that are looked up by where they are. */
const createGround = (): Ground => {
  const CELL = 40
  const cells = new Map<number, Point[]>()
  const keyOf = (column: number, row: number) => (column + 64) * 128 + row + 64
  const cellOf = (value: number) => Math.floor(value / CELL)
  return {
    add: (point) => {
      const key = keyOf(cellOf(point.x), cellOf(point.y))
      const cell = cells.get(key)
      if (cell) cell.push(point)
      else cells.set(key, [point])
    },
    isFree: ({ x, y }, within) => {
      for (let column = cellOf(x - within); column <= cellOf(x + within); column += 1) {
        for (let row = cellOf(y - within); row <= cellOf(y + within); row += 1) {
          for (const other of cells.get(keyOf(column, row)) ?? []) {
            if ((other.x - x) ** 2 + (other.y - y) ** 2 < within * within) return false
          }
        }
      }
      return true
    },
  }
}
