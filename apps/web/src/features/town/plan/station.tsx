import { BUILDINGS } from './layout.ts'
import { wallTransform } from './projection.ts'
import { Box, Gable, Shadow, Slab, underEave } from './solids.tsx'

/** The station, where people come and go. */
export const Station = () => {
  const { x0, x1, y0, y1 } = BUILDINGS.station
  return (
    <>
      <Slab ground={{ x0: x0 - 0.2, x1: x1 + 0.55, y0: y0 - 0.9, y1: y1 + 1 }} look="plan-platform" />
      <Shadow ground={BUILDINGS.station} height={1.1} />
      <Box ground={BUILDINGS.station} height={0.85} look="plan-rose" />
      <g transform={wallTransform('left', { x: x0, y: y1 })}>
        <path className="plan-window plan-hall" d="M.2 .2v.35q.13 .22 .26 0v-.35zM.64 .2v.35q.13 .22 .26 0v-.35z" />
      </g>
      <g transform={wallTransform('right', { x: x1, y: y1 })}>
        <path className="plan-door" d="M.7 0v.45q.15 .22 .3 0v-.45z" />
        <path className="plan-window plan-hall" d="M.2 .2v.35q.13 .22 .26 0v-.35zM1.24 .2v.35q.13 .22 .26 0v-.35z" />
      </g>
      <Gable
        ground={underEave(BUILDINGS.station)}
        foot={0.85}
        height={0.55}
        look="plan-slate"
        wall="plan-rose"
        ridge="y"
      />
      {/* The roof over the platform. */}
      <Box
        ground={{ x0: x1 + 0.05, x1: x1 + 0.5, y0: y0 - 0.5, y1: y1 + 0.6 }}
        foot={0.72}
        height={0.06}
        look="plan-copper"
      />
    </>
  )
}
