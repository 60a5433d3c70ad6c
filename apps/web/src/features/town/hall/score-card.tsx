import { type CommunityWithRoster, SUSTAINING_SCORE } from '@distributed-town/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { communityHistoryQuery } from '../../../lib/queries.ts'
import { useTown } from '../../../lib/town-context.ts'
import { useFormats } from '../../../lib/use-formats.ts'
import { usePages } from '../../../lib/use-pages.ts'
import { useSkillName } from '../../../lib/use-skill-name.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { StepChart } from '../../../ui/step-chart.tsx'
import { Time } from '../../../ui/time.tsx'
import { useNames } from '../../gigs/use-names.ts'
import { MissingSkills } from '../missing-skills.tsx'
import { ScoreMeter } from '../score-meter.tsx'
import { Points, PointsHead } from './points.tsx'
import { type ScoreStep, scoreStepsOf } from './score-steps.ts'

/** The score of a town, how it came to be, and each step with its cause. */
export const ScoreCard = ({ community }: { readonly community: CommunityWithRoster }) => {
  const { t } = useTranslation(['hall', 'towns'])
  const scores = usePages(communityHistoryQuery(useTown(), community.id, ['score']))
  const { items, isComplete } = scores
  const steps = scoreStepsOf(
    items.filter((item) => item.type === 'score'),
    { template: community.template, isComplete },
  )
  return (
    <Card id="score" tone="carrot" title={t('towns:score.card')}>
      <MissingSkills community={community} />
      <ScoreMeter community={community} />
      <p className="text-sm text-soft">{t('towns:score.explain')}</p>
      {scores.isLoading && <Spinner label={t('score.loading')} />}
      <ErrorNotice error={scores.error} />
      {steps.length > 0 && (
        <>
          <ScoreChart steps={steps} />
          <ScoreTable steps={steps} community={community} />
        </>
      )}
      {!isComplete && !scores.isLoading && (
        <Button look="plain" pending={scores.isLoadingMore} onPress={scores.loadMore}>
          {t('earlier')}
        </Button>
      )}
    </Card>
  )
}

const ScoreChart = ({ steps }: { readonly steps: readonly ScoreStep[] }) => {
  const { t } = useTranslation('hall')
  const formats = useFormats()
  const [now] = useState(() => Math.floor(Date.now() / 1000))
  const [last, first] = [steps[0], steps.at(-1)]
  if (!last || !first) return null
  const highest = Math.max(...steps.map(({ score }) => score))
  // With room over the mark and over the line.
  const top = Math.max(highest, SUSTAINING_SCORE) * 1.15
  return (
    <StepChart
      title={t('score.chart')}
      highest={t('score.highest', { score: formats.score(highest) })}
      last={t('score.now', { score: formats.score(last.score) })}
      spoken={t('score.spoken', {
        first: formats.score(first.score),
        from: formats.date(first.at),
        last: formats.score(last.score),
        highest: formats.score(highest),
      })}
      points={steps.toReversed().map(({ at, score }) => ({ at, share: score / top }))}
      now={now}
      tone="carrot"
      mark={{ share: SUSTAINING_SCORE / top, label: formats.score(SUSTAINING_SCORE) }}
    />
  )
}

const ScoreTable = ({
  steps,
  community,
}: {
  readonly steps: readonly ScoreStep[]
  readonly community: CommunityWithRoster
}) => {
  const { t } = useTranslation(['hall', 'towns'])
  const formats = useFormats()
  const causeOf = useCause(community, steps)
  const listOf = useSkillList()
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">{t('towns:score.historyTable')}</caption>
      <PointsHead what={t('score.cause')} result={t('score.score')} />
      <tbody>
        {steps.map((step) => (
          <tr key={`${step.blockNumber}/${step.logIndex}`} className="border-line border-b align-baseline">
            <th scope="row" className="py-2 pr-3 text-left font-normal wrap-anywhere">
              <p className="font-medium first-letter:uppercase">{causeOf(step)}</p>
              {(['arrived', 'more', 'gone', 'fewer'] as const).map(
                (way) => step[way].length > 0 && <p key={way}>{t(`score.${way}`, { skills: listOf(step[way]) })}</p>,
              )}
              <p className="text-soft">
                <Time at={step.at} />
              </p>
            </th>
            <td className="whitespace-nowrap py-2 pr-3 text-right tabular-nums">
              <Points change={step.change} />
            </td>
            <td className="py-2 text-right font-semibold tabular-nums">
              {formats.score(step.score)}
              {step.isBelow && <span className="block font-normal text-soft text-xs">{t('score.under')}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const useCause = (community: CommunityWithRoster, steps: readonly ScoreStep[]) => {
  const { t } = useTranslation(['hall', 'towns'])
  const { nameOf } = useNames(
    community.id,
    steps.flatMap(({ walletId }) => walletId ?? []),
  )
  return ({ cause, walletId }: ScoreStep): string =>
    walletId === null ? t(`towns:score.causes.${cause}`) : t(`score.causes.${cause}`, { name: nameOf(walletId) })
}

/** Names of skills as a list in a sentence. */
export const useSkillList = () => {
  const { language } = useFormats()
  const nameOf = useSkillName()
  return (skills: readonly number[]): string =>
    new Intl.ListFormat(language, { type: 'conjunction' }).format(skills.map(nameOf))
}
