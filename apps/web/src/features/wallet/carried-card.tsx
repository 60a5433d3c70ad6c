import { CLAIM_INTERVAL, CLAIM_LIMIT, type Community, CREDIT, claimable, type Wallet } from '@distributed-town/sdk'
import { Trans, useTranslation } from 'react-i18next'
import { claimCarriedFlow } from '../../flows/claim-carried.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Time } from '../../ui/time.tsx'
import { useChainNow } from '../gigs/use-chain-now.ts'

/** Credits carried from a town that was left, and the claim on them (spec §3.4); nothing for those who carry none. */
export const CarriedCard = ({
  wallet,
  community: { id: communityId, vault, members },
}: {
  readonly wallet: Wallet
  readonly community: Pick<Community, 'id' | 'vault' | 'members'>
}) => {
  const { t } = useTranslation('wallet')
  const formats = useFormats()
  const flow = useFlow(claimCarriedFlow)
  const now = useChainNow()
  const { carried, claimedAt } = wallet
  const again = claimedAt === null ? 0 : claimedAt + CLAIM_INTERVAL
  const amount = claimable({ carried, vault, members })
  const claimed = flow.output !== undefined && (
    <Notice tone="good">{t('carried.claimed', { amount: formats.amount(flow.output) })}</Notice>
  )
  if (carried === 0n) return claimed || null
  return (
    <Card title={t('carried.title')}>
      <p>{t('carried.amount', { amount: formats.amount(carried) })}</p>
      <p className="text-sm text-soft">
        {t('carried.explain', {
          days: String(CLAIM_INTERVAL / 86_400),
          limit: formats.amount(BigInt(CLAIM_LIMIT) * CREDIT),
        })}
      </p>
      {claimed}
      {again > now && (
        <p className="text-sm">
          <Trans t={t} i18nKey="carried.again" components={{ time: <Time at={again} /> }} />
        </p>
      )}
      {again <= now && amount === 0n && <p className="text-sm">{t('carried.reserve')}</p>}
      {again <= now && amount > 0n && (
        <Button
          look="plain"
          pending={flow.isPending && t('carried.claiming')}
          onPress={() => void flow.run({ communityId, walletId: wallet.id })}
        >
          {t('carried.claim', { amount: formats.amount(amount) })}
        </Button>
      )}
      <ErrorNotice error={flow.error} />
    </Card>
  )
}

/** The same for somebody who lives nowhere. */
export const HomelessCarriedCard = ({ wallet: { carried } }: { readonly wallet: Pick<Wallet, 'carried'> }) => {
  const { t } = useTranslation('wallet')
  const formats = useFormats()
  if (carried === 0n) return null
  return (
    <Card title={t('carried.title')}>
      <p>{t('carried.amount', { amount: formats.amount(carried) })}</p>
      <p className="text-sm text-soft">{t('carried.homeless')}</p>
    </Card>
  )
}
