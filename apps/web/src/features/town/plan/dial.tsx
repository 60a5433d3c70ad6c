import { SUSTAINING_SCORE } from '@distributed-town/sdk'

/** Highest score there is, in hundredths (spec §5.1). */
const HIGHEST = 20_000
/** Where the scale begins and ends, from the top. */
const REACH = (Math.PI * 3) / 4

/** A unit of height is shorter than one of width: by this a circle on a wall looks like one. */
const UPRIGHT = 1.32

/** The dial of the Town Hall's clock: the score from 0 at the lower left to 200 at the lower right, with the mark at 48. */
export const Dial = ({
  x,
  y,
  radius,
  score,
}: {
  readonly x: number
  readonly y: number
  readonly radius: number
  /** In hundredths; null: no hand yet. */
  readonly score: number | null
}) => (
  <g transform={`translate(${x} ${y}) scale(${radius} ${radius * UPRIGHT})`}>
    <circle className="plan-dial" r="1" />
    <path className="plan-dial-low" d={arc(0, SUSTAINING_SCORE)} />
    <path className="plan-dial-high" d={arc(SUSTAINING_SCORE, HIGHEST)} />
    <path className="plan-dial-mark" d={`M${point(SUSTAINING_SCORE, 0.56)}L${point(SUSTAINING_SCORE, 1.04)}`} />
    {score !== null && <path className="plan-dial-hand" d={`M0 0L${point(Math.min(score, HIGHEST), 0.74)}`} />}
    <circle className="plan-dial-axis" r="0.1" />
  </g>
)

const point = (score: number, radius: number): string => {
  const angle = -REACH + (score / HIGHEST) * 2 * REACH
  return `${(radius * Math.sin(angle)).toFixed(3)} ${(radius * Math.cos(angle)).toFixed(3)}`
}

/** y runs upwards on a wall, so that clockwise is the other way round in its path. */
const arc = (from: number, to: number): string => {
  const isLong = ((to - from) / HIGHEST) * 2 * REACH > Math.PI
  return `M${point(from, 0.84)}A0.84 0.84 0 ${isLong ? 1 : 0} 0 ${point(to, 0.84)}`
}
