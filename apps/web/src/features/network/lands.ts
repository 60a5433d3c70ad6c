import { SKILLS_PER_TEMPLATE, TEMPLATES } from '@distributed-town/sdk'

// The ground of the network: an island for each template, always in the same place, so that nothing moves when towns are founded.

/** A point of the picture, in units of the drawing. */
export type Point = { readonly x: number; readonly y: number }

/** Of an island, seen from above. Towns stand inside of `SHORE`. */
export const RADIUS = 500
export const SHORE = 440
/** The ground is seen at a slant. */
export const SQUASH = 0.72

const APART = 2 * RADIUS + 110

/** Middle of the island of each template. */
export const LANDS: readonly Point[] = [
  { x: -APART / 2, y: 0 },
  { x: APART / 2, y: 0 },
  { x: 0, y: APART * Math.sin(Math.PI / 3) * SQUASH },
]

/** Part of the picture that always fits into its frame: [x, y, width, height]. */
export const FRAME = [-1130, -452, 2260, 1640] as const

/** Where the name of an island stands: towards the open sea. */
export const nameOf = (template: number): Point =>
  template === 2 ? toPicture(2, { x: 0, y: RADIUS + 142 }) : toPicture(template, { x: 0, y: -RADIUS - 62 })

/** Where on the rim of its island a skill lies: its group has a third of it. The first group is in the north west. */
export const angleOf = (place: number): number =>
  ((place + 0.5) / SKILLS_PER_TEMPLATE) * 2 * Math.PI - (Math.PI * 5) / 6 - Math.PI / 3

/** @param ground From the middle of the island of a template. */
export const toPicture = (template: number, ground: Point): Point => {
  const { x, y } = LANDS[template % TEMPLATES] ?? { x: 0, y: 0 }
  return { x: x + ground.x, y: y + ground.y * SQUASH }
}

/** The coast of an island as a closed path, larger by some units. Its bays are its own. */
export const coastOf = (template: number, larger = 0): string => {
  const steps = 72
  const points = Array.from({ length: steps }, (_, i) => {
    const angle = (i / steps) * 2 * Math.PI
    const bays = [3, 5, 8, 13].reduce(
      (sum, wave, j) => sum + Math.sin(angle * wave + template * 2.1 + j * 1.7) / (j + 3),
      0,
    )
    const radius = RADIUS + bays * 24 + larger
    return toPicture(template, { x: Math.cos(angle) * radius, y: Math.sin(angle) * radius })
  })
  return smooth(points)
}

/** A closed curve through the middles between points. */
const smooth = (points: readonly Point[]): string => {
  const between = (a: Point, b: Point): string => `${round((a.x + b.x) / 2)} ${round((a.y + b.y) / 2)}`
  const [first = { x: 0, y: 0 }] = points
  const last = points.at(-1) ?? first
  const curves = points.map(
    (point, i) => `Q${round(point.x)} ${round(point.y)} ${between(point, points[i + 1] ?? first)}`,
  )
  return `M${between(last, first)}${curves.join('')}Z`
}

export const round = (value: number): number => Math.round(value * 10) / 10
