import { type Gig, gigNumberOf } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { Disclosure } from '../../ui/disclosure.tsx'

/** Numbers and hashes, for the curious. */
export const GigDetails = ({ gig }: { readonly gig: Gig }) => {
  const { t } = useTranslation(['gigs', 'common'])
  const rows = [
    [t('gigs:details.id'), String(gig.id)],
    [t('gigs:details.number'), String(gigNumberOf(gig.id))],
    [t('gigs:details.round'), String(gig.round)],
    [t('gigs:details.record'), gig.record],
    ...(gig.work ? [[t('gigs:details.work'), gig.work]] : []),
  ]
  return (
    <Disclosure look="quiet" summary={t('common:details')}>
      <dl className="grid gap-2">
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd className="font-mono break-all text-ink">{value}</dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  )
}
