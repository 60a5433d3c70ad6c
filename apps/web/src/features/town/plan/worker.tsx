import { Person } from './person.tsx'
import { PlaceLink } from './place-link.tsx'
import { type Place, project } from './projection.ts'

/** Somebody at work for a neighbour: a gig that is under way. */
export const Worker = ({
  at,
  walletId,
  group,
  isReachable,
  href,
  label,
}: {
  readonly at: Place
  readonly walletId: number
  readonly group: number
  /** By keyboard. */
  readonly isReachable: boolean
  readonly href: string
  readonly label: string
}) => {
  const { x, y } = project(at)
  return (
    <PlaceLink href={href} label={label} isReachable={isReachable}>
      <g transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}>
        <circle cy="-8" r="13" fill="transparent" />
        <Person walletId={walletId} group={group} />
      </g>
    </PlaceLink>
  )
}
