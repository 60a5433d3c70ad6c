import { BUILDINGS } from './layout.ts'
import { wallTransform } from './projection.ts'
import { Scaffold } from './scaffold.tsx'
import { Box, Gable, Shadow, underEave } from './solids.tsx'

const COLUMNS = [0.1, 0.55, 1.1, 1.55] as const

/** The Bank. Its vault fills with the treasury account; the wing for stakes is being built. */
export const Bank = ({
  fill,
}: {
  /** 0 … 1: how far the treasury account is on its way to the next distribution. */
  readonly fill: number
}) => {
  const { x0, x1, y0, y1 } = BUILDINGS.bank
  const house = { x0, x1, y0: y0 + 0.55, y1 }
  const wing = { x0: x0 + 0.3, x1: x1 - 0.2, y0: y0 - 0.15, y1: y0 + 0.5 }
  return (
    <>
      <Shadow ground={house} height={1.5} />
      <Scaffold ground={wing} wall={0.4} height={0.9} />
      <Box ground={underEave(house)} height={0.12} look="plan-stone" />
      <Box ground={house} foot={0.12} height={1.05} look="plan-cream" />
      <g transform={wallTransform('left', { x: x0, y: y1, z: 0.12 })}>
        {COLUMNS.map((x) => (
          <rect key={x} className="plan-column" x={x} y="0" width="0.14" height="1.05" />
        ))}
        <rect className="plan-door" x="0.8" y="0" width="0.2" height="0.55" />
      </g>
      <g transform={wallTransform('right', { x: x1, y: y1, z: 0.12 })}>
        <g transform="translate(0.72 0.54) scale(0.4 0.5)">
          <circle className="plan-vault" r="1" />
          <path className="plan-vault-fill" d={level(fill)} />
          <circle className="plan-vault-rim" r="1" />
        </g>
      </g>
      <Gable ground={underEave(house)} foot={1.17} height={0.55} look="plan-slate" wall="plan-cream" ridge="y" />
    </>
  )
}

/** The lower part of a circle of radius 1, filled to a share of its height. */
const level = (fill: number): string => {
  const y = Math.min(1, Math.max(0, fill)) * 2 - 1
  const x = Math.sqrt(1 - y * y)
  return `M${-x} ${y}A1 1 0 ${y > 0 ? 1 : 0} 1 ${x} ${y}Z`
}
