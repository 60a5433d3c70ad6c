import { BASE_GRANT, type Community, CREDIT, FAIR_SHARE } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { Card } from '../../ui/card.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'

const GOAL = BigInt(FAIR_SHARE) * CREDIT

/** The treasury account on its way to the fair share (spec §6.3). */
export const TreasuryCard = ({ community: { treasury } }: { readonly community: Pick<Community, 'treasury'> }) => {
  const { t } = useTranslation('towns')
  const formats = useFormats()
  const [amount, goal] = [formats.amount(treasury), formats.amount(GOAL)]
  return (
    <Card id="treasury" tone="forest" title={t('treasury.title')}>
      <ProgressBar
        label={t('treasury.progress', { amount, goal })}
        value={Number(treasury / CREDIT)}
        max={FAIR_SHARE}
      />
      <p className="text-sm">{t('treasury.left', { amount: formats.amount(GOAL - treasury) })}</p>
      <p className="text-sm text-soft">
        {t('treasury.explain', { goal, base: formats.amount(BigInt(BASE_GRANT) * CREDIT) })}
      </p>
    </Card>
  )
}
