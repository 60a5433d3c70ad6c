import { MAX_MEMBERS } from '@distributed-town/sdk'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { InTurn, useInSlices } from '../../lib/first-page.ts'
import { communitiesQuery, communityQuery, healthQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useSession } from '../../session/session-context.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { LazyTownPlan, PlanPlace } from '../town/plan/lazy-town-plan.tsx'
import { TownCard } from '../town/town-card.tsx'
import street from './street.svg?no-inline'

// Most nodes have none.
const ExampleCard = lazy(async () => ({ default: (await import('../example/example-card.tsx')).ExampleCard }))

/** The way in for a stranger; the next useful thing for everybody else. */
export const HomePage = () => {
  const { t } = useTranslation(['home', 'common'])
  const { status, wallet } = useSession()
  const { data: health } = useQuery(healthQuery(useTown()))
  if (status === 'starting') return <Spinner label={t('common:loading')} />
  if (status !== 'none') {
    return (
      <Page
        title={t(wallet === null || wallet?.communityId === null ? 'home.titleHomeless' : 'home.title')}
        lead={t('home.lead')}
      >
        <OwnTown>
          <Looking />
        </OwnTown>
      </Page>
    )
  }
  return (
    <Page title={t('stranger.title')} lead={t('stranger.lead')}>
      <div className="flex flex-wrap gap-3">
        <LinkButton to="/start">{t('stranger.begin')}</LinkButton>
        <LinkButton to="/start" search={{ have: true }} look="plain">
          {t('stranger.have')}
        </LinkButton>
      </div>
      <img src={street} alt="" width="960" height="280" className="h-40 w-full rounded-xl object-cover sm:h-auto" />
      {health?.example && (
        <Suspense>
          <ExampleCard />
        </Suspense>
      )}
      <InTurn>
        <ul className="grid gap-3 sm:grid-cols-3">
          {PARTS.map(({ part, tone }) => (
            <li key={part} className="grid">
              <Card tone={tone} title={t(`stranger.${part}.title`)}>
                <p className="text-soft">{t(`stranger.${part}.text`)}</p>
              </Card>
            </li>
          ))}
        </ul>
        <Looking />
      </InTurn>
    </Page>
  )
}

const PARTS = [
  { part: 'skills', tone: 'carrot' },
  { part: 'gigs', tone: 'burgundy' },
  { part: 'town', tone: 'denim' },
] as const

/** @param props.children What comes below it, as soon as it is known how much room the town takes. */
const OwnTown = ({ children }: { readonly children: ReactNode }) => {
  const { wallet, walletError } = useSession()
  const { data: community, error } = useQuery({
    ...communityQuery(useTown(), wallet?.communityId ?? 0),
    enabled: wallet?.communityId != null,
  })
  if (!community) {
    const isKnown = wallet === null || wallet?.communityId === null || walletError || error
    return isKnown ? children : <PlanPlace />
  }
  return (
    <>
      <LazyTownPlan community={community} />
      <TownCard community={community} isOwn />
      {children}
    </>
  )
}

/** Towns with free seats, those with most missing skills first. */
const Looking = () => {
  const { t } = useTranslation(['home', 'common'])
  const { wallet } = useSession()
  const { data: read, error } = useInfiniteQuery(communitiesQuery(useTown()))
  const data = useInSlices(read)
  const towns = (data?.pages.flatMap(({ items }) => items) ?? [])
    .filter(({ id, members }) => members < MAX_MEMBERS && id !== wallet?.communityId)
    .sort((a, b) => b.missingSkills.length - a.missingSkills.length)
    .slice(0, SHOWN)
  // Who lives in the only town there is needs no list of others.
  if (data && towns.length === 0 && wallet?.communityId != null) return null
  return (
    <section aria-labelledby="looking" className="grid gap-3 pt-2">
      <h2 id="looking" className="text-lg font-semibold">
        {t('looking.title')}
      </h2>
      {!data && !error && <Spinner label={t('common:loading')} />}
      <ErrorNotice error={error} />
      {data && towns.length === 0 && (
        <Empty text={t('looking.none')}>
          <LinkButton to="/start" look="plain">
            {t('looking.found')}
          </LinkButton>
        </Empty>
      )}
      <ul className="grid gap-3 sm:grid-cols-2">
        {towns.map((town) => (
          <li key={town.id} className="grid">
            <TownCard community={town} isOwn={false} level="h3" />
          </li>
        ))}
      </ul>
      {towns.length > 0 && (
        <div>
          <LinkButton to="/towns" look="quiet">
            {t('looking.all')}
          </LinkButton>
        </div>
      )}
    </section>
  )
}

const SHOWN = 6
