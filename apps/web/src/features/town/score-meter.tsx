import { type Community, coverage, isBelow48, SUSTAINING_SCORE } from '@distributed-town/sdk'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'

/** Highest score there is, in hundredths: all twelve skills, one each (spec §5.1). */
const HIGHEST = 20_000

/** The scarcity score on a scale with its mark at 48, and in words. */
export const ScoreMeter = ({
  community: { members, score, skillCounts },
}: {
  readonly community: Pick<Community, 'members' | 'score' | 'skillCounts'>
}) => {
  const { t } = useTranslation('towns')
  const formats = useFormats()
  const labelId = useId()
  if (score === null) return <p className="text-sm text-soft">{t('score.none')}</p>
  // On the fraction and not on the rounded number (spec §5.2).
  const isBelow = isBelow48({ ...coverage(skillCounts), members })
  const words = t(isBelow ? 'score.below' : 'score.above')
  const value = t('score.value', { score: formats.score(score) })
  return (
    <div>
      <p className="flex items-baseline justify-between gap-3">
        <span id={labelId} className="text-sm text-soft">
          {t('score.title')}
        </span>
        <span className="font-semibold tabular-nums">{value}</span>
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a native meter can not show the mark at 48 */}
      <div
        role="meter"
        aria-labelledby={labelId}
        aria-valuemin={0}
        aria-valuemax={200}
        aria-valuenow={score / 100}
        aria-valuetext={t('score.spoken', { score: formats.score(score), words })}
        className="relative mt-1 h-3 rounded-full border border-edge bg-page"
      >
        <div
          className={`h-full rounded-full ${isBelow ? 'bg-carrot' : 'bg-forest'}`}
          style={{ width: `${Math.min(100, (score / HIGHEST) * 100)}%` }}
        />
        <div
          className="absolute -top-1 -bottom-1 w-0.5 bg-ink"
          style={{ left: `${(SUSTAINING_SCORE / HIGHEST) * 100}%` }}
        />
      </div>
      <p aria-hidden="true" className="relative h-5 text-xs text-soft">
        <span className="absolute -translate-x-1/2" style={{ left: `${(SUSTAINING_SCORE / HIGHEST) * 100}%` }}>
          {t('score.mark')}
        </span>
      </p>
      <p className="text-sm">{words}</p>
    </div>
  )
}
