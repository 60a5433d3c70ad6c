import { memo } from 'react'
import { angleOf, coastOf, LANDS, type Point, RADIUS, round, SQUASH, toPicture } from './lands.ts'

/** The islands, one for each template. */
export const Ground = memo(() =>
  LANDS.map((_, template) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a template is its number
    <g key={template}>
      <path className="network-shallow" d={coastOf(template, 58)} />
      <path className="network-surf" d={coastOf(template, 30)} />
      <path className="network-beach" d={coastOf(template, 12)} />
      <path className="network-land" d={coastOf(template, -6)} />
      {[0, 1, 2].map((group) => (
        <path key={group} className={`network-quarter network-quarter-${group}`} d={quarterOf(template, group)} />
      ))}
      <path className="network-stream" d={streamOf(template)} />
      <path className="network-meadows" d={meadowsOf(template)} />
      <path className="network-trees" d={woodsOf(template)} />
    </g>
  )),
)

/** The sea around the islands, with its waves and two sails. */
export const Sea = memo(() => (
  <>
    <path className="network-waves" d={WAVES} />
    {BOATS.map(({ x, y }) => (
      <g key={x} transform={`translate(${x} ${y})`}>
        <path className="network-hull" d="M-22 0H22L14 11H-14Z" />
        <path className="network-sail" d="M2 -4V-46L26 -4ZM-2 -4V-36L-18 -4Z" />
      </g>
    ))}
  </>
))

const BOATS = [
  { x: -880, y: 640 },
  { x: 930, y: 720 },
] as const

/** Waves where the sea is open. */
const WAVES = Array.from({ length: 260 }, (_, i) => ({
  x: (((i * 0.754877) % 1) - 0.5) * 3400,
  y: -700 + ((i * 0.56984) % 1) * 2200,
}))
  .filter(({ x, y }) => LANDS.every((land) => Math.hypot(x - land.x, (y - land.y) / SQUASH) > RADIUS + 120))
  .map(({ x, y }) => `M${round(x)} ${round(y)}q9 -8 18 0t18 0`)
  .join('')

/** A stream from the hills to the sea. */
const streamOf = (template: number): string => {
  const towards = template * 2.2 + 0.9
  const points = [0.16, 0.42, 0.7, 1.02].map((out, i) => {
    const angle = towards + (i % 2 === 0 ? 0.16 : -0.14)
    return toPicture(template, { x: Math.cos(angle) * RADIUS * out, y: Math.sin(angle) * RADIUS * out })
  })
  const [a, b, c, d] = points.map(({ x, y }) => `${round(x)} ${round(y)}`)
  return `M${a}C${b} ${c} ${d}`
}

/** Tufts of grass and bushes all over the island, so that it is no empty ground. */
const meadowsOf = (template: number): string =>
  Array.from({ length: 90 }, (_, i) => {
    const [angle, out] = [i * 2.4 + template * 1.3, Math.sqrt((i + 0.5) / 90) * (RADIUS - 70)]
    const { x, y } = toPicture(template, { x: Math.cos(angle) * out, y: Math.sin(angle) * out })
    return `M${round(x - 6)} ${round(y)}l2 -7M${round(x)} ${round(y)}v-9M${round(x + 6)} ${round(y)}l-2 -7`
  }).join('')

/** The third of an island that lies towards the skills of a group. */
const quarterOf = (template: number, group: number): string => {
  const rim = RADIUS - 45
  const steps = Array.from({ length: 17 }, (_, i) => angleOf(group * 4 - 0.5 + i / 4))
  const points = steps.map((angle) => toPicture(template, { x: Math.cos(angle) * rim, y: Math.sin(angle) * rim }))
  const middle = toPicture(template, { x: 0, y: 0 })
  return `M${[middle, ...points].map(({ x, y }) => `${round(x)} ${round(y)}`).join('L')}Z`
}

/** Woods along the coast. */
const woodsOf = (template: number): string =>
  Array.from({ length: 130 }, (_, i) => {
    const angle = i * 2.4 + template
    const out = RADIUS - 24 - ((i * 37) % 31)
    const { x, y } = toPicture(template, { x: Math.cos(angle) * out, y: Math.sin(angle) * out })
    const size = 3.2 + ((i * 13) % 7) / 3
    return `M${round(x - size)} ${round(y)}h${round(size * 2)}l${round(-size * 0.55)} ${round(-size * 1.2)}h${round(size * 0.25)}l${round(-size * 0.7)} ${round(-size * 1.4)}l${round(-size * 0.7)} ${round(size * 1.4)}h${round(size * 0.25)}z`
  }).join('')

/** Along the coast of an island, for the name of what lies there: the part of a circle around a direction, read from left to right. */
export const arcOf = (template: number, group: number, out: number): string => {
  const middle = angleOf(group * 4 + 1.5)
  const isSouth = Math.sin(middle) > 0
  const [from, to] = isSouth ? [middle + 1, middle - 1] : [middle - 1, middle + 1]
  const rim = RADIUS + out
  const at = (angle: number): Point => toPicture(template, { x: Math.cos(angle) * rim, y: Math.sin(angle) * rim })
  const [start, end] = [at(from), at(to)]
  return `M${round(start.x)} ${round(start.y)}A${rim} ${round(rim * SQUASH)} 0 0 ${isSouth ? 0 : 1} ${round(end.x)} ${round(end.y)}`
}
