import { type NetworkPulse, SUSTAINING_SCORE } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'

// In the units of the drawing, which grows with the page.
const WIDTH = 600
const HEIGHT = 48
/** The most that a score can be, in hundredths (spec §5.1). */
const MAX_SCORE = 20_000

const x = (score: number): number => (score / MAX_SCORE) * WIDTH

const ROWS = ['min', 'lowerQuartile', 'median', 'upperQuartile', 'max'] as const

/** From the least score to the greatest, with the half of the towns in the middle, as a box plot and as a table. */
export const ScoreSpread = ({ spread }: { readonly spread: NonNullable<NetworkPulse['scores']['spread']> }) => {
  const { t } = useTranslation('pulse')
  const formats = useFormats()
  const { min, lowerQuartile, median, upperQuartile, max } = spread
  const middle = HEIGHT / 2
  return (
    <figure className="grid gap-2 break-inside-avoid">
      <figcaption className="text-sm text-soft">{t('scores.chart')}</figcaption>
      <div className="relative">
        <svg
          role="img"
          aria-label={t('scores.spoken')}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-12 w-full border-line border-b"
        >
          <path
            d={`M${x(SUSTAINING_SCORE)} 0V${HEIGHT}`}
            className="stroke-ink"
            strokeDasharray="4 4"
            vectorEffect="non-scaling-stroke"
          />
          <path
            d={`M${x(min)} ${middle}H${x(max)}M${x(min)} ${middle - 8}v16M${x(max)} ${middle - 8}v16`}
            className="fill-none stroke-carrot"
            strokeWidth="2"
            vectorEffect="non-scaling-stroke"
          />
          <path
            d={`M${x(lowerQuartile)} ${middle - 14}H${x(upperQuartile)}v28H${x(lowerQuartile)}Z`}
            className="fill-carrot/30 stroke-carrot"
            strokeWidth="2"
            vectorEffect="non-scaling-stroke"
          />
          <path
            d={`M${x(median)} ${middle - 14}v28`}
            className="stroke-ink"
            strokeWidth="3"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        <p aria-hidden="true" className="relative flex justify-between text-soft text-xs tabular-nums">
          <span>{formats.score(0)}</span>
          <span className="absolute -translate-x-1/2" style={{ left: `${(SUSTAINING_SCORE / MAX_SCORE) * 100}%` }}>
            {formats.score(SUSTAINING_SCORE)}
          </span>
          <span>{formats.score(MAX_SCORE)}</span>
        </p>
      </div>
      <table className="w-full text-sm">
        <caption className="sr-only">{t('scores.chart')}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">{t('scores.which')}</th>
            <th scope="col">{t('scores.score')}</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map((row) => (
            <tr key={row} className="border-line border-t">
              <th scope="row" className="py-1.5 pr-3 text-left font-normal">
                {t(`scores.${row}`)}
              </th>
              <td className="py-1.5 text-right tabular-nums">{formats.score(spread[row])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}
