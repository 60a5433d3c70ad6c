import type { Pulse } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { Card } from '../../ui/card.tsx'
import { evenHolders } from './pulse.ts'

/** How evenly the credits are spread among the members. */
export const HandsCard = ({ pulse }: { readonly pulse: Pulse }) => {
  const { t } = useTranslation('pulse')
  const formats = useFormats()
  const { members, holdersOfHalf, giniBps, held } = pulse
  if (members === 0 || giniBps === null) return null
  return (
    <Card tone="carrot" title={t('hands.title')}>
      <p className="text-lg">{t('hands.half', { count: holdersOfHalf, amount: formats.amount(held) })}</p>
      <p className="text-soft">{t('hands.even', { count: evenHolders(members), members })}</p>
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 text-sm">
        <dt>
          {t('hands.gini')}
          <span className="block text-soft">{t('hands.giniExplain')}</span>
        </dt>
        <dd className="font-semibold tabular-nums">{formats.ratio(giniBps, 2)}</dd>
      </dl>
    </Card>
  )
}
