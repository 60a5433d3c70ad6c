import { MAX_MEMBERS } from '@distributed-town/sdk'
import { round } from './lands.ts'

// The shapes of a district as paths, made once for each number of members and each template: a district of 24 houses is a handful of shapes.
// In hundredths of the radius that a full town has; the middle of the district is the origin.

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

const cache = new Map<string, Houses>()

/** Houses of so many members. The form of their roofs tells the template: gables, pyramids, flat roofs. */
export const housesOf = (members: number, template: number): Houses => {
  const key = `${members}/${template}`
  const known = cache.get(key)
  if (known) return known
  const houses = joined(
    plotsOf(Math.min(members, MAX_MEMBERS)).map(({ x, y, kind }) => houseAt(x, y, 12, 9 + kind * 2.5, template)),
  )
  cache.set(key, houses)
  return houses
}

/** One large house that stands for all of them from afar. */
export const landmarkOf = (members: number, template: number): Houses => {
  const key = `landmark/${members}/${template}`
  const known = cache.get(key)
  if (known) return known
  const size = 52 * radiusOf(members)
  const house = houseAt(0, size * 0.55, size, size * 0.75, template)
  cache.set(key, house)
  return house
}

const houseAt = (x: number, y: number, size: number, height: number, template: number): Houses => {
  const half = size / 2
  const at = (dx: number, dy: number) => `${round(x + dx)} ${round(y + dy)}`
  const wall = template === 2 ? height * 1.5 : height
  const [left, front, right, back] = [
    at(-size, -half - wall),
    at(0, -wall),
    at(size, -half - wall),
    at(0, -size - wall),
  ]
  const gable = size * 0.75
  const walls = {
    left: `M${at(-size, -half)}L${at(0, 0)}L${front}L${left}Z`,
    right: `M${at(0, 0)}L${at(size, -half)}L${right}L${front}Z`,
    windows: `M${at(-size * 0.72, -half * 0.72 - height * 0.7)}l${round(size * 0.3)} ${round(half * 0.3)}v${round(height * 0.42)}l${round(-size * 0.3)} ${round(-half * 0.3)}zM${at(size * 0.34, -half * 0.34 - height * 0.7)}l${round(size * 0.3)} ${round(-half * 0.3)}v${round(height * 0.42)}l${round(-size * 0.3)} ${round(half * 0.3)}z`,
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
