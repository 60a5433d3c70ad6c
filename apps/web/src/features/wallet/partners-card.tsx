import type { Partner, Wallet } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { partnersQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Time } from '../../ui/time.tsx'
import { useNames } from '../gigs/use-names.ts'
import { meanOf, totalsOf } from './partners.ts'

/** So many are shown at first. */
const FEW = 5

/** With whom the reader has worked: gigs and credits in both directions, and how they were rated. */
export const PartnersCard = ({ wallet }: { readonly wallet: Wallet }) => {
  const { t } = useTranslation('wallet')
  const formats = useFormats()
  const { data: partners, error } = useQuery(partnersQuery(useTown(), wallet.id))
  const { nameOf } = useNames(
    wallet.communityId ?? undefined,
    partners?.map(({ walletId }) => walletId),
  )
  const [isWhole, setIsWhole] = useState(false)
  if (error) return <ErrorNotice error={error} />
  if (!partners) return null
  const { gigs, earned, paid } = totalsOf(partners)
  return (
    <Card tone="burgundy" title={t('partners.title')}>
      {partners.length === 0 ? (
        <p className="text-soft">{t('partners.none')}</p>
      ) : (
        <p className="text-sm text-soft">
          {t('partners.total', { count: gigs, earned: formats.amount(earned), paid: formats.amount(paid) })}
        </p>
      )}
      <ul className="grid divide-y divide-line">
        {(isWhole ? partners : partners.slice(0, FEW)).map((partner) => (
          <li key={partner.walletId} className="grid gap-1 py-3 text-sm">
            <p className="flex items-baseline justify-between gap-3">
              <span dir="auto" className="font-semibold text-base first-letter:uppercase">
                {nameOf(partner.walletId)}
              </span>
              <span className="shrink-0 text-soft">
                <Time at={partner.lastAt} />
              </span>
            </p>
            <Work way="done" work={partner.done} />
            <Work way="received" work={partner.received} />
          </li>
        ))}
      </ul>
      {!isWhole && partners.length > FEW && (
        <Button look="plain" onPress={() => setIsWhole(true)}>
          {t('partners.more', { count: partners.length - FEW })}
        </Button>
      )}
    </Card>
  )
}

const Work = ({ way, work }: { readonly way: 'done' | 'received'; readonly work: Partner['done'] }) => {
  const { t } = useTranslation('wallet')
  const formats = useFormats()
  const mean = meanOf(work)
  if (work.gigs === 0) return null
  return (
    <p>
      {t(`partners.${way}`, { count: work.gigs, amount: formats.amount(work.credits) })}{' '}
      {mean !== undefined && <span className="text-soft">{t('partners.mean', { mean: String(mean) })}</span>}
    </p>
  )
}
