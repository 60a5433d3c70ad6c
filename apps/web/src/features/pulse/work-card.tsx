import type { Pulse } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { PULSE_DAYS } from '../../lib/pulse-queries.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { Card } from '../../ui/card.tsx'
import { StepChart } from '../../ui/step-chart.tsx'
import { gigRowsOf, paceOf, sharesOf } from './pulse.ts'

/** How often gigs are completed, and where all of them stand. */
export const WorkCard = ({ pulse, weeks }: { readonly pulse: Pulse; readonly weeks: Pulse['weeks'] }) => {
  const { t } = useTranslation('pulse')
  const formats = useFormats()
  const { completed } = pulse
  const pace = paceOf(pulse)
  return (
    <Card tone="burgundy" title={t('work.title')}>
      <p className="text-lg">
        {completed === 0
          ? t('work.none', { days: PULSE_DAYS })
          : t('work.done', { count: completed, days: PULSE_DAYS })}
      </p>
      {pace?.weeks !== undefined && <p className="text-soft">{t('work.seldom', { count: pace.weeks })}</p>}
      {pace?.often !== undefined && (
        <p className="text-soft">{t('work.often', { number: formats.ratio(pace.often, 1) })}</p>
      )}
      <WorkChart weeks={weeks} now={pulse.to} />
      <States gigs={pulse.gigs} />
    </Card>
  )
}

const WorkChart = ({ weeks, now }: { readonly weeks: Pulse['weeks']; readonly now: number }) => {
  const { t } = useTranslation('pulse')
  const formats = useFormats()
  const counts = weeks.map(({ completed }) => completed)
  const shares = sharesOf(counts)
  const highest = formats.number(Math.max(0, ...counts))
  const last = formats.number(counts.at(-1) ?? 0)
  return (
    <StepChart
      title={t('work.chart')}
      highest={t('weeks.highest', { value: highest })}
      last={t('weeks.last', { value: last })}
      spoken={t('work.spoken', { from: formats.date(weeks[0]?.from ?? now), highest, last })}
      points={weeks.map(({ from }, i) => ({ at: from, share: shares[i] ?? 0 }))}
      now={now}
      tone="burgundy"
    />
  )
}

const States = ({ gigs }: Pick<Pulse, 'gigs'>) => {
  const { t } = useTranslation(['pulse', 'gigs'])
  const formats = useFormats()
  return (
    <table className="w-full text-sm">
      <caption className="py-2 text-left font-semibold text-base">{t('work.states')}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('work.state')}</th>
          <th scope="col">{t('work.count')}</th>
        </tr>
      </thead>
      <tbody>
        {gigRowsOf(gigs).map(({ state, count }) => (
          <tr key={state} className="border-line border-t">
            <th scope="row" className="py-1.5 pr-3 text-left font-normal">
              {t(`gigs:state.${state}`)}
            </th>
            <td className="py-1.5 text-right tabular-nums">{formats.number(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
