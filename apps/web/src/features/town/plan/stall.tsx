import { memo } from 'react'
import { groundAt } from './layout.ts'
import { PlaceLink } from './place-link.tsx'
import { type Place, pathOf } from './projection.ts'
import { Box, Pyramid, Shadow } from './solids.tsx'

/**
 * A stall of the market: an open gig. The group of its skill is its colour and the shape of its awning: a tent, a slope or a flat roof with
 * a stripe.
 */
export const Stall = memo(
  ({
    at,
    pitch,
    isReachable,
    group,
    href,
    label,
  }: {
    readonly at: Place
    readonly pitch: number
    /** By keyboard. */
    readonly isReachable: boolean
    /** 0 … 2. */
    readonly group: number
    readonly href: string
    readonly label: string
  }) => {
    const side = pitch * 0.62
    const height = pitch * 0.5
    const ground = groundAt(at, side, side)
    const roof = groundAt(at, side * 1.16, side * 1.16)
    return (
      <PlaceLink href={href} label={label} isReachable={isReachable}>
        <Shadow ground={ground} height={height} />
        <Box ground={ground} height={height} look="plan-stand" />
        <Awning group={group} ground={roof} foot={height} rise={pitch * 0.4} />
      </PlaceLink>
    )
  },
)

const Awning = ({
  group,
  ground,
  foot,
  rise,
}: {
  readonly group: number
  readonly ground: ReturnType<typeof groundAt>
  readonly foot: number
  readonly rise: number
}) => {
  const look = `plan-group-${group}`
  if (group === 0) return <Pyramid ground={ground} foot={foot} height={rise * 1.3} look={look} />
  const { x0, x1, y0, y1 } = ground
  if (group === 1) {
    const top = foot + rise
    return (
      <g className={look}>
        <path
          className="plan-right"
          d={pathOf([
            { x: x1, y: y0, z: foot },
            { x: x1, y: y1, z: foot - 0.03 },
            { x: x1, y: y0, z: top },
          ])}
        />
        <path
          className="plan-left"
          d={pathOf([
            { x: x0, y: y1, z: foot - 0.03 },
            { x: x1, y: y1, z: foot - 0.03 },
            { x: x1, y: y0, z: top },
            { x: x0, y: y0, z: top },
          ])}
        />
      </g>
    )
  }
  const third = (x1 - x0) / 3
  const z = foot + rise * 0.45
  return (
    <g className={look}>
      <Box ground={ground} foot={foot} height={rise * 0.45} look={look} />
      <path
        className="plan-stripe"
        d={pathOf([
          { x: x0 + third, y: y0, z },
          { x: x1 - third, y: y0, z },
          { x: x1 - third, y: y1, z },
          { x: x0 + third, y: y1, z },
        ])}
      />
    </g>
  )
}
