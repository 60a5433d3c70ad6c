import { memo } from 'react'
import { FLAT, housesOf, landmarkOf, radiusOf } from './drawing.ts'
import { type Point, round } from './lands.ts'
import type { MapTown } from './map-town.ts'

/** How much of a district is drawn: its houses, one house that stands for them, or a dot; `ground`: it was not looked for. */
export type Detail = 'houses' | 'landmark' | 'dot' | 'ground'

/** A town on the map. The press is taken by the map, which knows a drag from a click. */
export const District = memo(
  ({
    drawn: { town, at, state, hasBeacon },
    size,
    label,
    detail,
    isOwn,
    isReachable,
  }: {
    readonly drawn: MapTown
    /** Radius of a full town. */
    readonly size: number
    /** Its name for those who don't see it. */
    readonly label: string
    readonly detail: Detail
    readonly isOwn: boolean
    /** By keyboard. */
    readonly isReachable: boolean
  }) => {
    const { id, members, template } = town
    const radius = radiusOf(members) * 100
    const scale = size / 100
    const isFlat = detail === 'dot' || detail === 'ground'
    const look = `network-district network-${template} network-${state}`
    return (
      <a href={`/towns/${id}`} data-town={id} {...(!isReachable && PASSED_OVER)} aria-label={label} className={look}>
        {detail === 'dot' && <Dot at={at} scale={scale} radius={radius} template={template} />}
        {detail === 'dot' && hasBeacon && <SmallBeacon at={at} scale={scale} />}
        {detail === 'ground' && (
          <ellipse
            className="network-left-out"
            cx={round(at.x)}
            cy={round(at.y)}
            rx={round(radius * scale)}
            ry={round(radius * scale * FLAT)}
          />
        )}
        {(!isFlat || isOwn) && (
          <g transform={`translate(${at.x.toFixed(1)} ${at.y.toFixed(1)}) scale(${scale.toFixed(4)})`}>
            {!isFlat && <ellipse className="network-ground" rx={radius} ry={radius * FLAT} />}
            {!isFlat && (
              <Houses {...(detail === 'houses' ? housesOf(members, template) : landmarkOf(members, template))} />
            )}
            {!isFlat && hasBeacon && <Beacon height={radius} />}
            {isOwn && <path className="network-flag" d="M0 0V-150L70 -125L6 -98" />}
          </g>
        )}
      </a>
    )
  },
)

/** The list has them all. */
const PASSED_OVER = { tabIndex: -1, 'aria-hidden': true } as const

type Place = {
  readonly at: Point
  /** Units of the drawing that a hundredth of the radius of a full town is. */
  readonly scale: number
}

// What is drawn a thousand times has no transform of its own: the browser goes through all transforms of a picture whenever it is moved, which
// cost half of each frame.

/** A point of a shape around the middle of its town. */
const placed =
  ({ at, scale }: Place) =>
  (x: number, y: number): string =>
    `${round(at.x + x * scale)} ${round(at.y + y * scale)}`

/** Round, pointed or square, as the roofs of the template. */
const Dot = ({ radius, template, ...place }: Place & { readonly radius: number; readonly template: number }) => {
  const { at, scale } = place
  const r = radius * 0.92
  const to = placed(place)
  const look = { className: 'network-dot', strokeWidth: round(14 * scale) }
  if (template === 1) return <path {...look} d={`M${to(0, -r)}L${to(r, r * 0.7)}L${to(-r, r * 0.7)}Z`} />
  const side = r * 0.8
  const square = `M${to(-side, -side)}L${to(side, -side)}L${to(side, side)}L${to(-side, side)}Z`
  return template === 2 ? (
    <path {...look} d={square} />
  ) : (
    <circle {...look} cx={round(at.x)} cy={round(at.y)} r={round(r * scale)} />
  )
}

const SmallBeacon = (place: Place) => {
  const to = placed(place)
  const flame = `M${to(0, -260)}Q${to(90, -130)} ${to(0, -70)}Q${to(-90, -130)} ${to(0, -260)}Z`
  return <path className="network-flame" strokeWidth={round(5 * place.scale)} d={flame} />
}

const Houses = ({ left, right, roofLeft, roofRight, windows }: ReturnType<typeof housesOf>) => (
  <>
    <path className="network-wall-left" d={left} />
    <path className="network-wall-right" d={right} />
    {roofRight !== '' && <path className="network-roof-right" d={roofRight} />}
    <path className="network-roof-left" d={roofLeft} />
    <path className="network-window" d={windows} />
  </>
)

/** A fire on a tower, at the back of the town. */
const Beacon = ({ height }: { readonly height: number }) => (
  <g transform={`translate(0 ${(-height * 0.34).toFixed(0)})`}>
    <circle className="network-glow" cy="-88" r="44" />
    <path className="network-tower" d="M-11 0L-7 -54H7L11 0Z" />
    <path className="network-flame" strokeWidth="5" d="M0 -118Q28 -84 16 -64Q0 -48 -16 -64Q-28 -84 0 -118Z" />
  </g>
)
