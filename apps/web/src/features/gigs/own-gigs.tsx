import type { Gig, Wallet } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { walletGigsQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { OwnCalendar } from './gig-calendar.tsx'
import { GigList } from './gig-list.tsx'
import { useGigTitles } from './use-gig-titles.ts'

/** Gigs that one offered and that one took, those under way first. */
export const OwnGigs = ({ wallet, communityId }: { readonly wallet: Wallet; readonly communityId: number }) => {
  const { t } = useTranslation(['gigs', 'common'])
  const { data, error } = useQuery(walletGigsQuery(useTown(), wallet.id))
  const titles = useGigTitles([...(data?.asCreator ?? []), ...(data?.asTaker ?? [])])
  if (!data) return error ? <ErrorNotice error={error} /> : <Spinner label={t('common:loading')} />
  const parts = { titles, communityId }
  return (
    <div className="grid gap-6">
      <OwnCalendar
        wallet={wallet}
        gigs={[...data.asCreator, ...data.asTaker]}
        titles={titles}
        communityId={communityId}
      />
      <GigList {...parts} title={t('gigs:list.created')} gigs={underWayFirst(data.asCreator)}>
        <Empty text={t('gigs:list.emptyCreated')}>
          <LinkButton to="/gigs/new" look="plain">
            {t('gigs:offer')}
          </LinkButton>
        </Empty>
      </GigList>
      <GigList {...parts} title={t('gigs:list.taken')} gigs={underWayFirst(data.asTaker)}>
        <Empty text={t('gigs:list.emptyTaken')} />
      </GigList>
    </div>
  )
}

const ENDED: ReadonlySet<Gig['state']> = new Set(['Rated', 'Settled', 'Cancelled'])

const underWayFirst = (gigs: readonly Gig[]): readonly Gig[] =>
  gigs.toSorted((a, b) => Number(ENDED.has(a.state)) - Number(ENDED.has(b.state)) || b.createdAt - a.createdAt)
