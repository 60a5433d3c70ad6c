import { coverage, isBelow48, MAX_MEMBERS, type NetworkTown } from '@distributed-town/sdk'
import { radiusOf } from './drawing.ts'
import type { Point } from './lands.ts'
import type { LaidNetwork } from './lay-network.ts'

/** How a town looks on the map: `full` has a wall, `founding` and `waiting` (too few members) have no lasting edge. */
export type DistrictState = 'waiting' | 'founding' | 'active' | 'full'

export type MapTown = {
  readonly town: NetworkTown
  readonly at: Point
  readonly state: DistrictState
  /** Whether a beacon burns: its score is under 48. */
  readonly hasBeacon: boolean
}

export const stateOf = ({ active, founding, members }: NetworkTown): DistrictState => {
  if (!active) return 'waiting'
  if (members >= MAX_MEMBERS) return 'full'
  return founding ? 'founding' : 'active'
}

/** Decided on the fraction (spec §5.2); a town that was never active has no score. */
export const hasBeacon = ({ score, skillCounts, members }: NetworkTown): boolean =>
  score !== null && isBelow48({ ...coverage(skillCounts), members })

/** Those whose place is known, from the back of the picture to its front. */
export const toMapTowns = (towns: readonly NetworkTown[], { places }: LaidNetwork): readonly MapTown[] =>
  towns
    .flatMap((town) => {
      const at = places.get(town.id)
      return at ? [{ town, at, state: stateOf(town), hasBeacon: hasBeacon(town) }] : []
    })
    .toSorted((a, b) => a.at.y - b.at.y || a.town.id - b.town.id)

const LARGEST = 88

/** Radius of a full district in units of the drawing, the same for all islands, so that sizes can be compared. */
export const sizeOf = ({ apart }: LaidNetwork): number =>
  Math.min(LARGEST, ...apart.filter((distance) => distance !== undefined).map((distance) => distance * 0.48))

/** The town at a point of the drawing or, within some units, the nearest one. */
export const townAt = (
  towns: readonly MapTown[],
  { x, y }: Point,
  { size, within }: { readonly size: number; readonly within: number },
): MapTown | undefined => {
  let nearest: MapTown | undefined
  let least = Infinity
  for (const candidate of towns) {
    const distance = Math.hypot(candidate.at.x - x, candidate.at.y - y)
    const reach = Math.max(within, size * radiusOf(candidate.town.members))
    if (distance <= reach && distance < least) [nearest, least] = [candidate, distance]
  }
  return nearest
}
