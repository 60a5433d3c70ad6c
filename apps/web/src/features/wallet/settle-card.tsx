import { type Community, grantOf, settlement, type Wallet } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { settleFlow } from '../../flows/settle.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'

/** What vault and member still owe each other (spec §2.5); nothing when they are quits. */
export const SettleCard = ({
  wallet,
  community: { id: communityId, vault },
}: {
  readonly wallet: Wallet
  readonly community: Pick<Community, 'id' | 'vault'>
}) => {
  const { t } = useTranslation('wallet')
  const formats = useFormats()
  const flow = useFlow(settleFlow)
  const { granted, balance } = wallet
  const target = grantOf(wallet.skills)
  const isOwed = target > granted
  const { paid, returned } = settlement({ target, granted, balance, vault })
  if (target === granted) return flow.isDone ? <Notice tone="good">{t('settle.done')}</Notice> : null
  return (
    <Card title={t('settle.title')}>
      <p>
        {isOwed
          ? t('settle.owed', { amount: formats.amount(target - granted) })
          : t('settle.owing', { amount: formats.amount(granted - target) })}
      </p>
      {paid + returned === 0n ? (
        <p className="text-sm text-soft">{t('settle.empty')}</p>
      ) : (
        <Button
          look="plain"
          pending={flow.isPending && t('settle.settling')}
          onPress={() => void flow.run({ communityId, walletId: wallet.id })}
        >
          {t('settle.settle')}
        </Button>
      )}
      <ErrorNotice error={flow.error} />
    </Card>
  )
}
