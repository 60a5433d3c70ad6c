import type { Wallet } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { communityQuery, walletGigsQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { NeedsTown } from '../../session/needs-session.tsx'
import { useSession } from '../../session/session-context.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { ClockNotice } from './clock-notice.tsx'
import { GigCard } from './gig-card.tsx'
import type { GigsSearch } from './gigs-search.ts'
import { OwnGigs } from './own-gigs.tsx'
import { TownGigs } from './town-gigs.tsx'
import { useChainNow } from './use-chain-now.ts'
import { useGigTitles } from './use-gig-titles.ts'
import { useNames } from './use-names.ts'
import { useTodo } from './use-todo.ts'

export const GigsPage = () => {
  const { t } = useTranslation('gigs')
  const { wallet } = useSession()
  const { data: community } = useQuery({
    ...communityQuery(useTown(), wallet?.communityId ?? 0),
    enabled: wallet?.communityId != null,
  })
  return (
    <Page title={t('title')} aside={community?.active && <LinkButton to="/gigs/new">{t('offer')}</LinkButton>}>
      <ClockNotice />
      <NeedsTown>{({ wallet, communityId }) => <Gigs wallet={wallet} communityId={communityId} />}</NeedsTown>
    </Page>
  )
}

const Gigs = ({ wallet, communityId }: { readonly wallet: Wallet; readonly communityId: number }) => {
  const { t } = useTranslation('gigs')
  const search: GigsSearch = useSearch({ from: '/gigs' })
  const navigate = useNavigate()
  const onSearch = (next: GigsSearch) => void navigate({ to: '/gigs', search: next, replace: true })
  return (
    <>
      <DueGigs wallet={wallet} communityId={communityId} />
      <Tabs
        label={t('list.view')}
        tabs={[
          { key: 'town', label: t('list.town') },
          { key: 'mine', label: t('list.mine') },
        ]}
        value={search.view ?? 'town'}
        onChange={(view) => {
          const { view: _, ...rest } = search
          onSearch(view === 'mine' ? { ...rest, view } : rest)
        }}
      >
        {search.view === 'mine' ? (
          <OwnGigs wallet={wallet} communityId={communityId} />
        ) : (
          <TownGigs wallet={wallet} communityId={communityId} search={search} onSearch={onSearch} />
        )}
      </Tabs>
    </>
  )
}

/** What waits for oneself. */
const DueGigs = ({ wallet, communityId }: { readonly wallet: Wallet; readonly communityId: number }) => {
  const { t } = useTranslation('gigs')
  const now = useChainNow()
  const names = useNames(communityId)
  const { data: gigs } = useQuery(walletGigsQuery(useTown(), wallet.id))
  const todo = useTodo({ wallet, gigs, names, now })
  const titles = useGigTitles(todo.map(({ gig }) => gig))
  if (todo.length === 0) return null
  return (
    <section aria-labelledby="due" className="grid gap-3">
      <h2 id="due" className="text-lg font-semibold">
        {t('list.waiting')}
      </h2>
      <ul className="grid gap-3 wide:grid-cols-2">
        {todo.map(({ gig, what }) => (
          <li key={String(gig.id)}>
            <GigCard gig={gig} title={titles?.get(gig.record)} creator={names.nameOf(gig.creator)} now={now}>
              <p className="font-semibold text-burgundy">{t(`list.todo.${what}`)}</p>
            </GigCard>
          </li>
        ))}
      </ul>
    </section>
  )
}
