import { type StepPoint, stepsPath } from '../lib/steps-path.ts'
import { useFormats } from '../lib/use-formats.ts'

// In the units of the drawing, which grows with the page.
const WIDTH = 600
const HEIGHT = 140

const TONES = {
  denim: { area: 'fill-denim/15', line: 'stroke-denim' },
  burgundy: { area: 'fill-burgundy/15', line: 'stroke-burgundy' },
  carrot: { area: 'fill-carrot/15', line: 'stroke-carrot' },
} as const

/** A line of a value over time, in steps. What it shows stands in words beside it: `spoken` says the gist, a table all of it. */
export const StepChart = ({
  title,
  highest,
  last,
  spoken,
  points,
  now,
  tone,
  mark,
}: {
  readonly title: string
  /** Its highest and its present value, in words. */
  readonly highest: string
  readonly last: string
  readonly spoken: string
  /** The earliest first. */
  readonly points: readonly StepPoint[]
  /** In seconds, where the line ends. */
  readonly now: number
  readonly tone: keyof typeof TONES
  /** A value to compare with. */
  readonly mark?: { readonly share: number; readonly label: string }
}) => {
  const formats = useFormats()
  const first = points[0]
  if (!first) return null
  const { line, area } = stepsPath(points, { width: WIDTH, height: HEIGHT, now })
  return (
    <figure className="break-inside-avoid">
      <figcaption className="flex flex-wrap justify-between gap-x-3 text-sm text-soft">
        <span>{title}</span>
        <span className="tabular-nums">{highest}</span>
      </figcaption>
      <div className="relative mt-1">
        <svg
          role="img"
          aria-label={spoken}
          viewBox={`0 -4 ${WIDTH} ${HEIGHT + 8}`}
          preserveAspectRatio="none"
          className="h-36 w-full border-line border-y"
        >
          <path d={area} className={TONES[tone].area} />
          {mark && (
            <path
              d={`M0 ${HEIGHT - mark.share * HEIGHT}H${WIDTH}`}
              className="stroke-ink"
              strokeDasharray="4 4"
              vectorEffect="non-scaling-stroke"
            />
          )}
          <path
            d={line}
            className={`fill-none ${TONES[tone].line}`}
            strokeWidth="2"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        {mark && (
          <span
            aria-hidden="true"
            className="absolute left-1 rounded bg-card px-1 text-xs"
            style={{ bottom: `calc(${mark.share * 100}% + 0.25rem)` }}
          >
            {mark.label}
          </span>
        )}
      </div>
      <p aria-hidden="true" className="flex justify-between text-soft text-xs">
        <span>{formats.date(first.at)}</span>
        <span className="tabular-nums">{last}</span>
      </p>
    </figure>
  )
}
