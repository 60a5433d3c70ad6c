import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { creditsPath, highestOf, type Point } from './credits-over-time.ts'

// In the units of the drawing, which grows with the page.
const WIDTH = 600
const HEIGHT = 140

/** A line of the balance over time, in steps, with its highest and present value in words. */
export const CreditsChart = ({ points, now }: { readonly points: readonly Point[]; readonly now: number }) => {
  const { t } = useTranslation('wallet')
  const formats = useFormats()
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return null
  const { line, area } = creditsPath(points, { width: WIDTH, height: HEIGHT, now })
  const spoken = t('statement.chartSpoken', {
    first: formats.amount(first.balance),
    from: formats.date(first.at),
    last: formats.amount(last.balance),
    highest: formats.amount(highestOf(points)),
  })
  return (
    <figure className="break-inside-avoid">
      <figcaption className="flex justify-between text-sm text-soft">
        <span>{t('statement.chart')}</span>
        <span className="tabular-nums">
          {t('statement.chartHighest', { amount: formats.amount(highestOf(points)) })}
        </span>
      </figcaption>
      <svg
        role="img"
        aria-label={spoken}
        viewBox={`0 -4 ${WIDTH} ${HEIGHT + 8}`}
        preserveAspectRatio="none"
        className="mt-1 h-36 w-full border-line border-y"
      >
        <path d={area} className="fill-denim/15" />
        <path d={line} className="fill-none stroke-denim" strokeWidth="2" vectorEffect="non-scaling-stroke" />
      </svg>
      <p aria-hidden="true" className="flex justify-between text-soft text-xs">
        <span>{formats.date(first.at)}</span>
        <span className="tabular-nums">{t('statement.chartNow', { amount: formats.amount(last.balance) })}</span>
      </p>
    </figure>
  )
}
