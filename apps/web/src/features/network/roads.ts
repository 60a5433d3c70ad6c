import { type NetworkTown, proximity } from '@distributed-town/sdk'

/** Between the ids of two towns, the lower one first. */
export type Road = { readonly from: number; readonly to: number; readonly proximity: number }

/** Roads that a town builds. */
const ROADS = 2

type Town = Pick<NetworkTown, 'id' | 'template' | 'skillCounts'>

/** From each town to those of its template that are nearest by skills (spec §7.3), each road once. */
export const layRoads = (towns: readonly Town[]): readonly Road[] => {
  const roads = new Map<string, Road>()
  const areas = Map.groupBy(
    towns.toSorted((a, b) => a.id - b.id),
    ({ template }) => template,
  )
  for (const area of areas.values()) {
    const nearest = area.map((): Neighbour[] => [])
    for (const [i, a] of area.entries()) {
      for (let j = i + 1; j < area.length; j += 1) {
        const b = area[j] as Town
        const near = proximity(a.skillCounts, b.skillCounts)
        if (near === 0) continue
        keep(nearest[i] as Neighbour[], { id: b.id, proximity: near })
        keep(nearest[j] as Neighbour[], { id: a.id, proximity: near })
      }
    }
    for (const [i, { id }] of area.entries()) {
      for (const neighbour of nearest[i] ?? []) {
        const [from, to] = id < neighbour.id ? [id, neighbour.id] : [neighbour.id, id]
        roads.set(`${from}/${to}`, { from, to, proximity: neighbour.proximity })
      }
    }
  }
  return [...roads.values()]
}

type Neighbour = { readonly id: number; readonly proximity: number }

/** Nearest first; ties go to the lower id, which comes first. */
const keep = (nearest: Neighbour[], neighbour: Neighbour): void => {
  const last = nearest[ROADS - 1]
  if (last && last.proximity >= neighbour.proximity) return
  const at = nearest.findIndex((other) => other.proximity < neighbour.proximity)
  nearest.splice(at < 0 ? nearest.length : at, 0, neighbour)
  nearest.length = Math.min(nearest.length, ROADS)
}
