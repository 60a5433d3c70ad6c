import { type NetworkPulse, SUSTAINING_SCORE } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { networkPulseQuery, PULSE_DAYS } from '../../lib/pulse-queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { FlowCard } from './flow-card.tsx'
import { HandsCard } from './hands-card.tsx'
import { hasBegun, weeksFrom } from './pulse.ts'
import { PulseColumns } from './pulse-columns.tsx'
import { ScoreSpread } from './score-spread.tsx'
import { TrustCard } from './trust-card.tsx'
import { WeeksTable } from './weeks-table.tsx'
import { WorkCard } from './work-card.tsx'

/** How the towns fare, all together. */
export const NetworkPulsePage = () => {
  const { t } = useTranslation(['pulse', 'towns'])
  const { data: pulse, error } = useQuery(networkPulseQuery(useTown()))
  return (
    <Page
      title={t('network.title')}
      lead={t('network.lead', { days: PULSE_DAYS })}
      back={{ to: '/towns', label: t('towns:town.allTowns') }}
    >
      {pulse ? <Measures pulse={pulse} /> : error ? <ErrorNotice error={error} /> : <Spinner label={t('loading')} />}
    </Page>
  )
}

const Measures = ({ pulse }: { readonly pulse: NetworkPulse }) => {
  const { t } = useTranslation(['pulse', 'towns'])
  if (pulse.towns === 0) {
    return (
      <Empty text={t('towns:list.none')}>
        <LinkButton to="/start">{t('towns:list.found')}</LinkButton>
      </Empty>
    )
  }
  const weeks = weeksFrom(pulse.weeks, undefined)
  const work = hasBegun(pulse)
  return (
    <>
      <PulseColumns
        left={
          <>
            <TownsCard pulse={pulse} />
            <ScoresCard scores={pulse.scores} />
            {work && <HandsCard pulse={pulse} />}
            {work && <TrustCard pulse={pulse} />}
          </>
        }
        right={
          work ? (
            <>
              <WorkCard pulse={pulse} weeks={weeks} />
              <FlowCard pulse={pulse} weeks={weeks} />
            </>
          ) : (
            <Empty text={t('network.empty')} />
          )
        }
      />
      {work && weeks.length > 0 && <WeeksTable weeks={weeks} />}
    </>
  )
}

/** In how many towns something goes on. */
const TownsCard = ({
  pulse: { towns, active, founding, working, members },
}: {
  readonly pulse: Pick<NetworkPulse, 'towns' | 'active' | 'founding' | 'working' | 'members'>
}) => {
  const { t } = useTranslation('pulse')
  const formats = useFormats()
  return (
    <Card tone="denim" title={t('network.towns', { count: towns })}>
      <p className="text-lg">{t('network.members', { count: members, towns: formats.number(towns) })}</p>
      <ProgressBar
        label={t('network.working', { count: working, towns, days: PULSE_DAYS })}
        value={working}
        max={towns}
      />
      <ul className="grid gap-1 text-sm">
        {founding > 0 && <li>{t('network.founding', { count: founding })}</li>}
        {towns > active && <li>{t('network.resting', { count: towns - active })}</li>}
      </ul>
    </Card>
  )
}

/** Of fewer towns a half is no more than one. */
const FOUR = 4

/** How varied the skills of the towns are. */
const ScoresCard = ({ scores: { towns, below48, spread } }: Pick<NetworkPulse, 'scores'>) => {
  const { t } = useTranslation(['pulse', 'towns'])
  const formats = useFormats()
  if (!spread) {
    return (
      <Card tone="carrot" title={t('towns:score.title')}>
        <p className="text-soft">{t('towns:score.none')}</p>
      </Card>
    )
  }
  const mark = formats.score(SUSTAINING_SCORE)
  return (
    <Card tone="carrot" title={t('towns:score.title')}>
      <p className="text-lg">
        {towns === 1 && t('scores.only', { score: formats.score(spread.median) })}
        {towns > 1 &&
          towns < FOUR &&
          t('scores.range', { lower: formats.score(spread.min), upper: formats.score(spread.max) })}
        {towns >= FOUR &&
          t('scores.half', { lower: formats.score(spread.lowerQuartile), upper: formats.score(spread.upperQuartile) })}
      </p>
      <p className="text-soft">
        {below48 === 0 ? t('scores.noneBelow', { mark }) : t('scores.below', { count: below48, towns, mark })}
      </p>
      <ScoreSpread spread={spread} />
    </Card>
  )
}
