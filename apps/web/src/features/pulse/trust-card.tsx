import type { Pulse } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { Card } from '../../ui/card.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'

/** Whose work others have vouched for. */
export const TrustCard = ({ pulse }: { readonly pulse: Pulse }) => {
  const { t } = useTranslation('pulse')
  const formats = useFormats()
  const { members, validated, ratings, ratingsCounted } = pulse
  return (
    <Card tone="forest" title={t('trust.title')}>
      {members > 0 && (
        <ProgressBar label={t('trust.validated', { count: validated, members })} value={validated} max={members} />
      )}
      {ratings === 0 ? (
        <p>{t('trust.none')}</p>
      ) : (
        <p>{t('trust.ratings', { count: ratings, counted: formats.number(ratingsCounted) })}</p>
      )}
      <p className="text-sm text-soft">{t('trust.explain')}</p>
    </Card>
  )
}
