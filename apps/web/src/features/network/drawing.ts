import { MAX_MEMBERS } from '@distributed-town/sdk'
import type { Point } from './lands.ts'

// The shapes of a district as paths: a district of 24 houses is a handful of shapes. Each is made where it stands and has no transform of its
// own, since the browser goes through all transforms of a picture whenever it is moved.

/** Where a district stands. Its shapes are given in hundredths of the radius that a full town has, from its middle. */
export type Place = {
  readonly at: Point
  /** Units of the drawing that such a hundredth is. */
  readonly scale: number
}

/** A length. */
const long = (length: number, { scale }: Place): number => fine(length * scale)

/** A point. */
const point = (x: number, y: number, { at, scale }: Place): string =>
  `${fine(at.x + x * scale)} ${fine(at.y + y * scale)}`

/** Exact enough at every enlargement. */
const fine = (value: number): number => Math.round(value * 100) / 100

export const ellipseAt = (place: Place, radius: number) => ({
  cx: fine(place.at.x),
  cy: fine(place.at.y),
  rx: long(radius, place),
  ry: long(radius * FLAT, place),
})

/** What a town is from afar: round, pointed or square, as the roofs of its template. */
export const dotAt = (place: Place, radius: number, template: number): string => {
  const r = radius * 0.92
  const to = (x: number, y: number) => point(x, y, place)
  if (template === 1) return `M${to(0, -r)}L${to(r, r * 0.7)}L${to(-r, r * 0.7)}Z`
  const side = r * 0.8
  if (template === 2) return `M${to(-side, -side)}L${to(side, -side)}L${to(side, side)}L${to(-side, side)}Z`
  const half = (x: number) => `A${long(r, place)} ${long(r, place)} 0 0 0 ${to(x, 0)}`
  return `M${to(-r, 0)}${half(r)}${half(-r)}Z`
}

/** A fire on a tower, at the back of the town. */
export const beaconAt = (place: Place, radius: number) => {
  const back = -radius * 0.34
  const to = (x: number, y: number) => point(x, back + y, place)
  return {
    glow: { cx: fine(place.at.x), cy: fine(place.at.y + (back - 88) * place.scale), r: long(44, place) },
    tower: `M${to(-11, 0)}L${to(-7, -54)}L${to(7, -54)}L${to(11, 0)}Z`,
    flame: `M${to(0, -118)}Q${to(28, -84)} ${to(16, -64)}Q${to(0, -48)} ${to(-16, -64)}Q${to(-28, -84)} ${to(0, -118)}Z`,
  }
}

/** A fire that is seen from afar. */
export const farBeaconAt = (place: Place): string => {
  const to = (x: number, y: number) => point(x, y, place)
  return `M${to(0, -260)}Q${to(90, -130)} ${to(0, -70)}Q${to(-90, -130)} ${to(0, -260)}Z`
}

/** The flag of the reader's own town. */
export const flagAt = (place: Place): string => {
  const to = (x: number, y: number) => point(x, y, place)
  return `M${to(0, 0)}L${to(0, -150)}L${to(70, -125)}L${to(6, -98)}`
}

export type Houses = {
  readonly left: string
  readonly right: string
  readonly roofLeft: string
  readonly roofRight: string
  readonly windows: string
}

/** Radius of a district, of 1 for a full one: as large as its members need. */
export const radiusOf = (members: number): number =>
  0.34 + 0.66 * Math.sqrt(Math.min(members, MAX_MEMBERS) / MAX_MEMBERS)

/** Height of a district to its width. */
export const FLAT = 0.62

const GOLDEN = Math.PI * (3 - Math.sqrt(5))
/** The first houses stand in the middle, the next ones around them: none moves when another is built. From the back to the front. */
const plotsOf = (members: number) =>
  Array.from({ length: members }, (_, i) => {
    const out = 80 * Math.sqrt((i + 0.6) / MAX_MEMBERS)
    return { x: Math.cos(i * GOLDEN) * out, y: Math.sin(i * GOLDEN) * out * FLAT, kind: i % 3 }
  }).toSorted((a, b) => a.y - b.y)

/** Houses of so many members. The form of their roofs tells the template: gables, pyramids, flat roofs. */
export const housesAt = (place: Place, members: number, template: number): Houses =>
  joined(
    plotsOf(Math.min(members, MAX_MEMBERS)).map(({ x, y, kind }) => houseAt(place, x, y, 12, 9 + kind * 2.5, template)),
  )

/** One large house that stands for all of them from afar. */
export const landmarkAt = (place: Place, members: number, template: number): Houses => {
  const size = 52 * radiusOf(members)
  return houseAt(place, 0, size * 0.55, size, size * 0.75, template)
}

const houseAt = (place: Place, x: number, y: number, size: number, height: number, template: number): Houses => {
  const half = size / 2
  const at = (dx: number, dy: number) => point(x + dx, y + dy, place)
  const wall = template === 2 ? height * 1.5 : height
  const [left, front, right, back] = [
    at(-size, -half - wall),
    at(0, -wall),
    at(size, -half - wall),
    at(0, -size - wall),
  ]
  const gable = size * 0.75
  /** Between two shares of the width of a wall. */
  const pane = (from: number, to: number) => {
    const [sill, head] = [height * 0.28, height * 0.7]
    const along = (share: number, up: number) => at(size * share, -half * Math.abs(share) - up)
    return `M${along(from, head)}L${along(to, head)}L${along(to, sill)}L${along(from, sill)}Z`
  }
  const walls = {
    left: `M${at(-size, -half)}L${at(0, 0)}L${front}L${left}Z`,
    right: `M${at(0, 0)}L${at(size, -half)}L${right}L${front}Z`,
    windows: `${pane(-0.72, -0.42)}${pane(0.34, 0.64)}`,
  }
  if (template === 2) {
    return { ...walls, roofLeft: `M${left}L${front}L${right}L${back}Z`, roofRight: '' }
  }
  if (template === 1) {
    const tip = at(0, -half - wall - gable * 1.35)
    return { ...walls, roofLeft: `M${left}L${front}L${tip}Z`, roofRight: `M${front}L${right}L${tip}Z` }
  }
  const [near, far] = [at(half, -half / 2 - wall - gable), at(-half, -half * 1.5 - wall - gable)]
  return {
    ...walls,
    right: `${walls.right}M${front}L${right}L${near}Z`,
    roofLeft: `M${left}L${front}L${near}L${far}Z`,
    roofRight: `M${right}L${back}L${far}L${near}Z`,
  }
}

const joined = (houses: readonly Houses[]): Houses => {
  const all = (part: keyof Houses) => houses.map((house) => house[part]).join('')
  return {
    left: all('left'),
    right: all('right'),
    roofLeft: all('roofLeft'),
    roofRight: all('roofRight'),
    windows: all('windows'),
  }
}
