import type { CommunityHistoryItem } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import type { Pages } from '../../lib/use-pages.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Time } from '../../ui/time.tsx'

/** Each score that a town had, latest first, with what changed it. */
export const ScoreHistory = ({ events: { items, isComplete } }: { readonly events: Pages<CommunityHistoryItem> }) => {
  const { t } = useTranslation('towns')
  const formats = useFormats()
  const scores = items.filter((item) => item.type === 'score')
  if (scores.length === 0) return null
  const changeOf = (score: number, before: number | undefined): string => {
    if (before === undefined) return isComplete ? t('score.first') : ''
    if (score === before) return t('score.same')
    const by = formats.score(Math.abs(score - before))
    return score > before ? t('score.up', { by }) : t('score.down', { by })
  }
  return (
    <Disclosure summary={t('score.history')}>
      <ol aria-label={t('score.historyTable')} className="grid divide-y divide-line">
        {scores.map(({ blockNumber, logIndex, at, score, cause }, i) => (
          <li key={`${blockNumber}/${logIndex}`} className="flex items-baseline justify-between gap-3 py-2 text-sm">
            <span>
              {t(`score.causes.${cause}`)}
              <span className="block text-soft">
                <Time at={at} />
              </span>
            </span>
            <span className="shrink-0 text-right">
              <span className="font-semibold tabular-nums">{formats.score(score)}</span>
              <span className="block text-soft">{changeOf(score, scores[i + 1]?.score)}</span>
            </span>
          </li>
        ))}
      </ol>
    </Disclosure>
  )
}
