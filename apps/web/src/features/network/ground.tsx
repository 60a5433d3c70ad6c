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
      <path className="network-trees" d={woodsOf(template)} />
    </g>
  )),
)

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
