import { memo } from 'react'
import { FLAT, housesOf, landmarkOf, radiusOf } from './drawing.ts'
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
    const scale = (size / 100).toFixed(4)
    const look = `network-district network-${template} network-${state}`
    return (
      <a href={`/towns/${id}`} data-town={id} {...(!isReachable && PASSED_OVER)} aria-label={label} className={look}>
        <g transform={`translate(${at.x.toFixed(1)} ${at.y.toFixed(1)}) scale(${scale})`}>
          {detail === 'dot' ? (
            <Dot radius={radius} template={template} />
          ) : (
            <ellipse
              className={detail === 'ground' ? 'network-left-out' : 'network-ground'}
              rx={radius}
              ry={radius * FLAT}
            />
          )}
          {(detail === 'houses' || detail === 'landmark') && (
            <Houses {...(detail === 'houses' ? housesOf(members, template) : landmarkOf(members, template))} />
          )}
          {hasBeacon && detail !== 'ground' && <Beacon isSmall={detail === 'dot'} height={radius} />}
          {isOwn && <path className="network-flag" d="M0 0V-150L70 -125L6 -98" />}
        </g>
      </a>
    )
  },
)

/** The list has them all. */
const PASSED_OVER = { tabIndex: -1, 'aria-hidden': true } as const

/** Round, pointed or square, as the roofs of the template. */
const Dot = ({ radius, template }: { readonly radius: number; readonly template: number }) => {
  const r = radius * 0.92
  if (template === 1) return <path className="network-dot" d={`M0 ${-r}L${r} ${r * 0.7}H${-r}Z`} />
  if (template === 2)
    return <path className="network-dot" d={`M${-r * 0.8} ${-r * 0.8}H${r * 0.8}V${r * 0.8}H${-r * 0.8}Z`} />
  return <circle className="network-dot" r={r} />
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
const Beacon = ({ isSmall, height }: { readonly isSmall: boolean; readonly height: number }) =>
  isSmall ? (
    <path className="network-flame" d="M0 -260Q90 -130 0 -70Q-90 -130 0 -260Z" />
  ) : (
    <g transform={`translate(0 ${(-height * 0.34).toFixed(0)})`}>
      <circle className="network-glow" cy="-88" r="44" />
      <path className="network-tower" d="M-11 0L-7 -54H7L11 0Z" />
      <path className="network-flame" d="M0 -118Q28 -84 16 -64Q0 -48 -16 -64Q-28 -84 0 -118Z" />
    </g>
  )
