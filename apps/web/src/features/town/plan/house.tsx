import { memo } from 'react'
import { Garden } from './garden.tsx'
import { groundAt } from './layout.ts'
import { PlaceLink } from './place-link.tsx'
import { type Place, project, wallTransform } from './projection.ts'
import { Box, EAVE, Gable, Shadow, underEave } from './solids.tsx'
import { Tree } from './tree.tsx'

const WALLS = ['plan-cream', 'plan-rose', 'plan-sand', 'plan-mist', 'plan-sage', 'plan-honey'] as const
const ROOFS = ['plan-tile', 'plan-slate', 'plan-wood', 'plan-moss', 'plan-plum'] as const

/**
 * A member's house. It has a window for each of their skills; if they did something this week the windows are lit and the chimney smokes.
 * One's own has a pennant.
 */
export const House = memo(
  ({
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
    const kind = Math.imul(walletId, 0x9e3779b1) >>> 8
    const wall = WALLS[kind % WALLS.length] ?? WALLS[0]
    const roof = ROOFS[(kind >> 4) % ROOFS.length] ?? ROOFS[0]
    const ridge = kind % 2 === 0 ? 'x' : 'y'
    const height = 0.82 + ((kind >> 7) % 3) * 0.1
    const ground = groundAt({ x: x - 0.12, y: y - 0.1 }, 1.06, 1.02)
    const { x0, x1, y1 } = ground
    const chimney = project({ x: x - 0.3, y: y - 0.25, z: height + 0.62 })
    const pennant = project({ x: x - 0.12, y: y - 0.1, z: height + 0.6 })
    const pane = isLit ? 'plan-window plan-lit' : 'plan-window'
    const windows = Array.from({ length: Math.max(1, skills) }, (_, i) => 0.12 + i * 0.3)
    return (
      <PlaceLink href={href} label={label} {...(isNew && { className: 'plan-arriving' })}>
        <Shadow ground={ground} height={height + 0.3} />
        <Box ground={ground} height={height} look={wall} />
        <g transform={wallTransform('left', { x: x0, y: y1 })}>
          {(kind >> 9) % 3 === 0 && (
            <path className="plan-beams" d={`M0 ${height}V0M1.06 ${height}V0M0 .74H1.06M0 .2H1.06`} />
          )}
          {windows.map((at) => (
            <rect key={at} className={pane} x={at} y="0.32" width="0.2" height="0.3" />
          ))}
          <path className="plan-bars" d={windows.map((at) => `M${at + 0.1} .32v.3M${at} .47h.2`).join('')} />
          {/* Boxes of flowers under the windows, or shutters beside them. */}
          {(kind >> 11) % 2 === 0 ? (
            <>
              <path className="plan-box" d={windows.map((at) => `M${at - 0.02} .3h.24`).join('')} />
              <path className={`plan-house-flowers plan-blossom-${(kind >> 13) % 3}`} d={windows.map(dots).join('')} />
            </>
          ) : (
            <path
              className={`plan-shutters plan-shutters-${(kind >> 13) % 3}`}
              d={windows.map((at) => `M${at - 0.03} .32v.3M${at + 0.23} .32v.3`).join('')}
            />
          )}
        </g>
        <g transform={wallTransform('right', { x: x1, y: y1 })}>
          <path className="plan-step" d="M.13 .03h.35" />
          <path className={isOwn ? 'plan-own-door' : 'plan-door'} d="M.18 0v.44q.125 .12 .25 0v-.44z" />
          <rect className={pane} x="0.6" y="0.32" width="0.22" height="0.3" />
          <path className="plan-bars" d="M.71 .32v.3M.6 .47h.22" />
          {(kind >> 15) % 3 === 0 && (
            <path className="plan-ivy" d="M1.02 0v.7q-.1 .06 -.12 -.1t-.08 -.2q.02 -.2 -.06 -.4z" />
          )}
        </g>
        <Gable ground={underEave(ground)} foot={height} height={0.62} look={roof} wall={wall} ridge={ridge} />
        <g transform={`translate(${chimney.x} ${chimney.y})`} className="plan-brick">
          <path className="plan-left" d="M-4 -6L0 -4L0 6L-4 4Z" />
          <path className="plan-right" d="M4 -6L0 -4L0 6L4 4Z" />
          <path className="plan-top" d="M-4 -6L0 -8L4 -6L0 -4Z" />
          {isLit && (
            <path
              className="plan-smoke"
              d="M-1 -9C-5 -13 3 -15 0 -19C-4 -24 6 -26 4 -31C11 -29 10 -23 6 -21C10 -16 4 -13 3 -9Z"
            />
          )}
        </g>
        {isOwn && (
          <g transform={`translate(${pennant.x} ${pennant.y})`}>
            <path className="plan-pole" d="M0 0V-30" />
            <path className="plan-pennant" d="M0 -30L19 -24L0 -17Z" />
          </g>
        )}
        <Garden at={{ x, y }} kind={kind >> 3} />
        <Tree at={{ x: x + 0.62 - EAVE, y: y + 0.5 }} size={0.5} kind={walletId % 3} />
      </PlaceLink>
    )
  },
)

/** Flowers in the box under a window: points that a round line end makes visible. */
const dots = (at: number): string => [0.03, 0.1, 0.17].map((x) => `M${(at + x).toFixed(2)} .335h.001`).join('')
