import { Dial } from './dial.tsx'
import { BUILDINGS, groundAt } from './layout.ts'
import { wallTransform } from './projection.ts'
import { Box, Gable, Pyramid, Shadow, underEave } from './solids.tsx'

const TOWER = groundAt({ x: -4.55, y: -4.55 }, 1.5, 1.5)
const TOWER_HEIGHT = 3.5

/** The Town Hall, whose clock shows the score of the town. */
export const TownHall = ({ score }: { readonly score: number | null }) => {
  const hall = BUILDINGS.townHall
  return (
    <>
      <Shadow ground={hall} height={1.5} />
      <Shadow ground={TOWER} height={TOWER_HEIGHT + 0.6} />
      <Box ground={hall} height={1.3} look="plan-sand" />
      <Gable ground={underEave(hall)} foot={1.3} height={1.1} look="plan-copper" wall="plan-sand" ridge="x" />
      {(['left', 'right'] as const).map((wall) => (
        <g key={wall} transform={wallTransform(wall, { x: wall === 'left' ? hall.x0 : hall.x1, y: hall.y1 })}>
          {(wall === 'left' ? [0.15, 0.55, 0.95] : [1.45, 1.8, 2.15]).map((x) => (
            <path key={x} className="plan-window plan-hall" d={`M${x} 0.35v.45q.11 .25 .22 0v-.45z`} />
          ))}
        </g>
      ))}
      <Box ground={TOWER} height={TOWER_HEIGHT} look="plan-cream" />
      <Box ground={underEave(TOWER)} foot={TOWER_HEIGHT} height={0.14} look="plan-stone" />
      {(['left', 'right'] as const).map((wall) => (
        <g key={wall} transform={wallTransform(wall, { x: wall === 'left' ? TOWER.x0 : TOWER.x1, y: TOWER.y1 })}>
          <Dial x={0.75} y={2.42} radius={0.66} score={score} />
          {wall === 'left' && <path className="plan-door" d="M.5 0v.6q.25 .4 .5 0v-.6z" />}
          {wall === 'right' && <path className="plan-window plan-hall" d="M.6 .45v.5q.15 .28 .3 0v-.5z" />}
        </g>
      ))}
      <Pyramid ground={underEave(TOWER)} foot={TOWER_HEIGHT + 0.14} height={1.5} look="plan-copper" />
    </>
  )
}
