import { memo } from 'react'
import { type Ground, INNER, LANE, PLOTS, SQUARE } from './layout.ts'
import { byDepth, type Place, project } from './projection.ts'
import { outlineOf, Slab } from './solids.tsx'
import { Tree } from './tree.tsx'

/** Where the streets end: out of the picture. */
const FAR_OUT = 26
/** The middle of the railway. */
const RAILS = 8

const RIVER = 'M-1400 -215C-900 -330 -620 -235 -420 -330S-60 -470 260 -420 900 -560 1400 -520'

const FIELDS: readonly { readonly ground: Ground; readonly isWheat: boolean }[] = [
  { ground: { x0: -17, x1: -9, y0: 9.5, y1: 14 }, isWheat: false },
  { ground: { x0: -16, x1: -9.2, y0: -2.4, y1: 2.4 }, isWheat: false },
  { ground: { x0: -2.4, x1: 2.4, y0: -17, y1: -9.2 }, isWheat: true },
  { ground: { x0: 9.6, x1: 14, y0: -16, y1: -8.6 }, isWheat: false },
  { ground: { x0: 9.2, x1: 16, y0: -7, y1: 2.2 }, isWheat: true },
  { ground: { x0: -7, x1: 2.2, y0: 9.4, y1: 16 }, isWheat: false },
  { ground: { x0: 9.2, x1: 15, y0: 4, y1: 8 }, isWheat: true },
]

/** Flowers of the meadows, in patches. */
const MEADOW_FLOWERS = Array.from({ length: 900 }, (_, i) => ({
  x: (((i * 0.754877) % 1) - 0.5) * 42,
  y: (((i * 0.56984) % 1) - 0.5) * 42,
}))
  .filter((at) => isSeen(at) && Math.sin(at.x * 1.3) + Math.cos(at.y * 1.1 + at.x * 0.4) > 0.6)
  .map(project)
  .map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h.01`)
  .join('')

/** Lamps at the corners of the square and where the lanes begin. */
export const LAMPS: readonly Place[] = [-1, 1].flatMap((x) =>
  [-1, 1].flatMap((y) => [
    { x: x * 2.5, y: y * 2.5 },
    { x: x * 6.75, y: y * 3.62 },
    { x: x * 3.62, y: y * 6.75 },
  ]),
)

/** Meadow, fields, streets, square and railway: what has no name. */
export const Landscape = memo(() => (
  <>
    <rect className="plan-meadow" x="-2000" y="-1500" width="4000" height="3000" />
    <path className="plan-flowers plan-wild" d={MEADOW_FLOWERS} />
    {FIELDS.map(({ ground, isWheat }) => (
      <path
        key={outlineOf(ground)}
        className={isWheat ? 'plan-field plan-wheat' : 'plan-field'}
        d={outlineOf(ground)}
      />
    ))}
    {FIELDS.map(({ ground, isWheat }) => (
      <path
        key={furrows(ground)}
        className={isWheat ? 'plan-furrows plan-stubble' : 'plan-furrows'}
        d={furrows(ground)}
      />
    ))}
    <path className="plan-bank" d={RIVER} />
    <path className="plan-river" d={RIVER} />
    <path className="plan-ripples" d={RIVER} />
    <g className="plan-street">
      {[-1, 1].map((side) => (
        <g key={side}>
          <Slab ground={{ ...strip(side), y0: -FAR_OUT, y1: FAR_OUT }} look="plan-road" />
          <Slab ground={{ x0: -FAR_OUT, x1: FAR_OUT, y0: strip(side).x0, y1: strip(side).x1 }} look="plan-road" />
          <Slab ground={{ x0: side * LANE - 0.2, x1: side * LANE + 0.2, y0: -INNER, y1: INNER }} look="plan-road" />
          <Slab ground={{ y0: side * LANE - 0.2, y1: side * LANE + 0.2, x0: -INNER, x1: INNER }} look="plan-road" />
        </g>
      ))}
    </g>
    <Slab ground={{ x0: -SQUARE, x1: SQUARE, y0: -SQUARE, y1: SQUARE }} look="plan-square" />
    <path className="plan-paving" d={paving} />
    <path className="plan-gravel" d={outlineOf({ x0: RAILS - 0.4, x1: RAILS + 0.4, y0: -FAR_OUT, y1: FAR_OUT })} />
    <path className="plan-sleepers" d={sleepers} />
    <path className="plan-rails" d={rail(RAILS - 0.17) + rail(RAILS + 0.17)} />
  </>
))

/** The trees between the houses and around the town, so that they can be painted in their depth. */
export const TREES: readonly { readonly at: Place; readonly size: number; readonly kind: number }[] = trees()

/** The lime tree in the middle of the square. */
export const LimeTree = () => {
  const { x, y } = project({ x: 0, y: 0 })
  return (
    <g>
      <ellipse className="plan-bench" cx={x} cy={y} rx="21" ry="10.5" />
      <ellipse className="plan-garden" cx={x} cy={y - 2} rx="16" ry="8" />
      <Tree at={{ x: 0, y: 0 }} size={1.5} kind={1} />
    </g>
  )
}

function strip(side: number) {
  return side < 0 ? { x0: -INNER, x1: -SQUARE } : { x0: SQUARE, x1: INNER }
}

/** Lines along the longer side of a field. */
function furrows({ x0, x1, y0, y1 }: Ground): string {
  const isAlongX = x1 - x0 > y1 - y0
  const [from, to] = isAlongX ? [y0, y1] : [x0, x1]
  const lines: string[] = []
  for (let at = from + 0.35; at < to; at += 0.55) {
    const ends = isAlongX
      ? [project({ x: x0 + 0.2, y: at }), project({ x: x1 - 0.2, y: at })]
      : [project({ x: at, y: y0 + 0.2 }), project({ x: at, y: y1 - 0.2 })]
    lines.push(`M${ends.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`)
  }
  return lines.join('')
}

function rail(x: number): string {
  const [a, b] = [project({ x, y: -FAR_OUT }), project({ x, y: FAR_OUT })]
  return `M${a.x} ${a.y}L${b.x} ${b.y}`
}

const sleepers = Array.from({ length: 120 }, (_, i) => {
  const y = (i - 60) * 0.4
  const [a, b] = [project({ x: RAILS - 0.28, y }), project({ x: RAILS + 0.28, y })]
  return `M${a.x.toFixed(1)} ${a.y.toFixed(1)}L${b.x.toFixed(1)} ${b.y.toFixed(1)}`
}).join('')

const paving = [-1.83, -0.92, 0, 0.92, 1.83]
  .flatMap((at) => {
    const ends = [
      [project({ x: at, y: -SQUARE }), project({ x: at, y: SQUARE })],
      [project({ x: -SQUARE, y: at }), project({ x: SQUARE, y: at })],
    ] as const
    return ends.map(([a, b]) => `M${a.x} ${a.y}L${b.x} ${b.y}`)
  })
  .join('')

function trees() {
  const planted: { at: Place; size: number; kind: number }[] = []
  // Along the streets, at the corners of the blocks.
  for (const a of [-3.75, 3.75]) {
    for (const b of [-3.75, 3.75]) planted.push({ at: { x: a, y: b }, size: 0.72, kind: 1 })
    for (const b of [-5.4, 5.4]) {
      if (a < 0 || b < 0) {
        planted.push({ at: { x: a, y: b }, size: 0.6, kind: 0 })
        planted.push({ at: { x: b, y: a }, size: 0.6, kind: 0 })
      }
    }
  }
  // Poplars along the roads that lead out of the town.
  for (let away = 8.9; away < 22; away += 1.1) {
    for (const side of [-3.85, 3.85]) {
      planted.push(
        { at: { x: -away, y: side }, size: 0.62, kind: 2 },
        { at: { x: side, y: -away }, size: 0.62, kind: 2 },
      )
      if (away > 9.5) planted.push({ at: { x: side, y: away }, size: 0.62, kind: 2 })
    }
  }
  // Woods around it, from a sequence that spreads points evenly (the golden ratio in two dimensions).
  for (let i = 1; i < 620; i += 1) {
    const at = { x: (((i * 0.754877) % 1) - 0.5) * 48, y: (((i * 0.56984) % 1) - 0.5) * 48 }
    if (isWood(at)) planted.push({ at, size: 0.55 + ((i * 7) % 5) * 0.09, kind: (i * 5) % 7 === 0 ? 1 : 0 })
  }
  return planted.filter(({ at }) => isSeen(at)).sort((a, b) => byDepth(a.at, b.at))
}

/** Whether a place is in the widest frame there is. */
function isSeen(at: Place): boolean {
  const { x, y } = project(at)
  return Math.abs(x) < 690 && y > -430 && y < 360
}

/** Where woods are: outside of the town, off the roads, the railway and the fields. */
function isWood({ x, y }: Place): boolean {
  const away = Math.max(Math.abs(x), Math.abs(y))
  if (away < 7.6 || Math.abs(x - RAILS) < 0.9) return false
  if (Math.abs(Math.abs(x) - 3.2) < 1 || Math.abs(Math.abs(y) - 3.2) < 1) return false
  if (PLOTS.some((plot) => Math.abs(plot.x - x) < 1.2 && Math.abs(plot.y - y) < 1.2)) return false
  // In patches, not everywhere.
  return Math.sin(x * 0.55 + 1) + Math.cos(y * 0.5 - x * 0.21) > 0.25
}
