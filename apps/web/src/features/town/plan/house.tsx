import { groundAt } from './layout.ts'
import { PlaceLink } from './place-link.tsx'
import { type Place, project, wallTransform } from './projection.ts'
import { Box, EAVE, Gable, Shadow, underEave } from './solids.tsx'
import { Tree } from './tree.tsx'

const WALLS = ['plan-cream', 'plan-rose', 'plan-sand', 'plan-mist'] as const
const ROOFS = ['plan-tile', 'plan-slate', 'plan-wood'] as const

/** A member's house. It has a window for each of their skills, lit if they did something this week; one's own has a pennant. */
export const House = ({
  at: { x, y },
  walletId,
  skills,
  isLit,
  isOwn,
  isNew,
  href,
  label,
}: {
  readonly at: Place
  readonly walletId: number
  /** How many: 1 … 3. */
  readonly skills: number
  readonly isLit: boolean
  readonly isOwn: boolean
  /** Whether it is being built before the reader's eyes. */
  readonly isNew: boolean
  readonly href: string
  readonly label: string
}) => {
  // No two neighbours look quite the same, and nobody's house changes.
  const kind = (Math.imul(walletId, 0x9e3779b1) >>> 16) % 12
  const wall = WALLS[kind % WALLS.length] ?? WALLS[0]
  const roof = ROOFS[(kind >> 2) % ROOFS.length] ?? ROOFS[0]
  const ridge = kind % 2 === 0 ? 'x' : 'y'
  const height = 0.82 + (kind % 3) * 0.1
  const ground = groundAt({ x: x - 0.12, y: y - 0.1 }, 1.06, 1.02)
  const { x0, x1, y1 } = ground
  const chimney = project({ x: x - 0.3, y: y - 0.25, z: height + 0.62 })
  const pennant = project({ x: x - 0.12, y: y - 0.1, z: height + 0.6 })
  return (
    <PlaceLink href={href} label={label} {...(isNew && { className: 'plan-arriving' })}>
      <Shadow ground={ground} height={height + 0.3} />
      <Box ground={ground} height={height} look={wall} />
      <g transform={wallTransform('left', { x: x0, y: y1 })}>
        {Array.from({ length: Math.max(1, skills) }, (_, i) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: windows stand in a row
            key={i}
            className={isLit ? 'plan-window plan-lit' : 'plan-window'}
            x={0.12 + i * 0.3}
            y="0.32"
            width="0.2"
            height="0.3"
          />
        ))}
      </g>
      <g transform={wallTransform('right', { x: x1, y: y1 })}>
        <rect className={isOwn ? 'plan-own-door' : 'plan-door'} x="0.18" y="0" width="0.25" height="0.5" />
        <rect className={isLit ? 'plan-window plan-lit' : 'plan-window'} x="0.6" y="0.32" width="0.22" height="0.3" />
      </g>
      <Gable ground={underEave(ground)} foot={height} height={0.62} look={roof} wall={wall} ridge={ridge} />
      <g transform={`translate(${chimney.x} ${chimney.y})`} className="plan-brick">
        <path className="plan-left" d="M-4 -6L0 -4L0 6L-4 4Z" />
        <path className="plan-right" d="M4 -6L0 -4L0 6L4 4Z" />
        <path className="plan-top" d="M-4 -6L0 -8L4 -6L0 -4Z" />
      </g>
      {isOwn && (
        <g transform={`translate(${pennant.x} ${pennant.y})`}>
          <path className="plan-pole" d="M0 0V-30" />
          <path className="plan-pennant" d="M0 -30L19 -24L0 -17Z" />
        </g>
      )}
      <Tree at={{ x: x + 0.62 - EAVE, y: y + 0.5 }} size={0.5} kind={walletId % 3} />
    </PlaceLink>
  )
}
