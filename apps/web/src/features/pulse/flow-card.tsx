import type { Pulse } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { PULSE_DAYS } from '../../lib/pulse-queries.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { Card } from '../../ui/card.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { StepChart } from '../../ui/step-chart.tsx'
import { roundsOf, sharesOf } from './pulse.ts'

/** How credits go from hand to hand, and how many take part in it. */
export const FlowCard = ({ pulse, weeks }: { readonly pulse: Pulse; readonly weeks: Pulse['weeks'] }) => {
  const { t } = useTranslation('pulse')
  const formats = useFormats()
  const { members, paid, earned, turnover } = pulse
  const rounds = roundsOf(pulse)
  const days = PULSE_DAYS
  return (
    <Card tone="denim" title={t('flow.title')}>
      <p className="text-lg">
        {rounds === undefined && t('flow.none', { days })}
        {rounds?.times !== undefined && t('flow.times', { times: formats.ratio(rounds.times, 1), days })}
        {rounds?.ofHundred !== undefined && t('flow.ofHundred', { number: formats.ratio(rounds.ofHundred, 1), days })}
      </p>
      {rounds && <p className="text-soft">{t('flow.turnover', { amount: formats.amount(turnover) })}</p>}
      {members > 0 &&
        (['earned', 'paid'] as const).map((way) => {
          const count = way === 'earned' ? earned : paid
          return <ProgressBar key={way} label={t(`flow.${way}`, { count, members })} value={count} max={members} />
        })}
      <FlowChart weeks={weeks} now={pulse.to} />
    </Card>
  )
}

const FlowChart = ({ weeks, now }: { readonly weeks: Pulse['weeks']; readonly now: number }) => {
  const { t } = useTranslation('pulse')
  const formats = useFormats()
  const amounts = weeks.map(({ turnover }) => turnover)
  const shares = sharesOf(amounts.map(Number))
  const amountOf = (amount = 0n) => formats.amount(amount)
  const highest = amountOf(amounts.toSorted(descending)[0])
  const last = amountOf(amounts.at(-1))
  return (
    <StepChart
      title={t('flow.chart')}
      highest={t('weeks.highest', { value: highest })}
      last={t('weeks.last', { value: last })}
      spoken={t('flow.spoken', { from: formats.date(weeks[0]?.from ?? now), highest, last })}
      points={weeks.map(({ from }, i) => ({ at: from, share: shares[i] ?? 0 }))}
      now={now}
      tone="denim"
    />
  )
}

const descending = (a: bigint, b: bigint): number => (a > b ? -1 : a < b ? 1 : 0)
