import type { Wallet } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { Card } from '../../ui/card.tsx'

/** What a wallet tells of how its gigs went. */
export const RecordCard = ({ wallet }: { readonly wallet: Wallet }) => {
  const { t } = useTranslation('wallet')
  const rows = [
    ['engagements', wallet.engagements],
    ['open', wallet.openGigs],
    ['givenUp', wallet.abandonedGigs],
    ['settled', wallet.settledGigs],
  ] as const
  return (
    <Card title={t('record.title')}>
      <dl className="grid gap-2">
        {rows.map(([name, count]) => (
          <div key={name} className="flex justify-between gap-3">
            <dt>{t(`record.${name}`)}</dt>
            <dd className="font-semibold tabular-nums">{String(count)}</dd>
          </div>
        ))}
      </dl>
      <p className="text-sm text-soft">{t('record.explain')}</p>
    </Card>
  )
}
