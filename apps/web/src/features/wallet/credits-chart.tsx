import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { StepChart } from '../../ui/step-chart.tsx'
import { highestOf, type Point, toSteps } from './credits-over-time.ts'

/** The balance over time, with its highest and present value in words. */
export const CreditsChart = ({ points, now }: { readonly points: readonly Point[]; readonly now: number }) => {
  const { t } = useTranslation('wallet')
  const formats = useFormats()
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return null
  const highest = formats.amount(highestOf(points))
  const spoken = t('statement.chartSpoken', {
    first: formats.amount(first.balance),
    from: formats.date(first.at),
    last: formats.amount(last.balance),
    to: formats.date(now),
    highest,
  })
  return (
    <StepChart
      title={t('statement.chart')}
      highest={t('statement.chartHighest', { amount: highest })}
      last={t('statement.chartLast', { amount: formats.amount(last.balance), date: formats.date(now) })}
      spoken={spoken}
      points={toSteps(points)}
      now={now}
      tone="denim"
    />
  )
}
