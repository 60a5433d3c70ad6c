import { memo } from 'react'
import {
  beaconAt,
  dotAt,
  ellipseAt,
  farBeaconAt,
  flagAt,
  type Houses,
  housesAt,
  landmarkAt,
  type Place,
  radiusOf,
} from './drawing.ts'
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
    const place = { at, scale: size / 100 }
    return (
      <a
        href={`/towns/${id}`}
        data-town={id}
        {...(!isReachable && PASSED_OVER)}
        aria-label={label}
        className={`network-district network-${template} network-${state}`}
      >
        {detail === 'ground' && <ellipse className="network-left-out" {...ellipseAt(place, radius)} />}
        {detail === 'dot' && <path className="network-dot" d={dotAt(place, radius, template)} />}
        {detail === 'dot' && hasBeacon && <path className="network-flame" d={farBeaconAt(place)} />}
        {(detail === 'houses' || detail === 'landmark') && (
          <>
            <ellipse className="network-ground" {...ellipseAt(place, radius)} />
            <Buildings {...(detail === 'houses' ? housesAt : landmarkAt)(place, members, template)} />
            {hasBeacon && <Beacon place={place} radius={radius} />}
          </>
        )}
        {isOwn && <path className="network-flag" d={flagAt(place)} />}
      </a>
    )
  },
)

/** The list has them all. */
const PASSED_OVER = { tabIndex: -1, 'aria-hidden': true } as const

const Buildings = ({ left, right, roofLeft, roofRight, windows }: Houses) => (
  <>
    <path className="network-wall-left" d={left} />
    <path className="network-wall-right" d={right} />
    {roofRight !== '' && <path className="network-roof-right" d={roofRight} />}
    <path className="network-roof-left" d={roofLeft} />
    <path className="network-window" d={windows} />
  </>
)

const Beacon = ({ place, radius }: { readonly place: Place; readonly radius: number }) => {
  const { glow, tower, flame } = beaconAt(place, radius)
  return (
    <>
      <circle className="network-glow" {...glow} />
      <path className="network-tower" d={tower} />
      <path className="network-flame" d={flame} />
    </>
  )
}
