import { type CommunityWithRoster, isTownError, MAX_MEMBERS } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { languageName } from '../../lib/language-name.ts'
import { communityHistoryQuery, communityQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { usePages } from '../../lib/use-pages.ts'
import { useTemplateName } from '../../lib/use-skill-name.ts'
import { useSession } from '../../session/session-context.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Time } from '../../ui/time.tsx'
import { BooksCard } from './books-card.tsx'
import { MembersCard } from './members-card.tsx'
import { MissingSkills } from './missing-skills.tsx'
import { LazyTownPlan } from './plan/lazy-town-plan.tsx'
import { SitesCard } from './plan/sites-card.tsx'
import { ScoreHistory } from './score-history.tsx'
import { ScoreMeter } from './score-meter.tsx'
import { TownHistory } from './town-history.tsx'
import { TownStateText } from './town-state-text.tsx'
import { TreasuryCard } from './treasury-card.tsx'

/** A town: the one in the address, else that of the reader. */
export const TownPage = () => {
  const { t } = useTranslation('towns')
  const { id } = useParams({ strict: false })
  const { status, wallet, walletError } = useSession()
  if (id !== undefined) {
    const communityId = toId(id)
    return communityId === undefined ? <UnknownTown /> : <TownById communityId={communityId} />
  }
  if (wallet?.communityId) return <TownById communityId={wallet.communityId} />
  if (walletError) {
    return (
      <Page title={t('town.noneTitle')}>
        <ErrorNotice error={walletError} />
      </Page>
    )
  }
  const isReading = status === 'starting' || (status !== 'none' && wallet === undefined)
  return isReading ? <Spinner label={t('town.loading')} /> : <NoTown hasIdentity={status !== 'none'} />
}

const NoTown = ({ hasIdentity }: { readonly hasIdentity: boolean }) => {
  const { t } = useTranslation('towns')
  return (
    <Page title={t('town.noneTitle')}>
      <Empty text={hasIdentity ? t('town.noneLead') : t('town.noneNoSession')}>
        <LinkButton to="/towns">{t('town.find')}</LinkButton>
      </Empty>
    </Page>
  )
}

const UnknownTown = () => {
  const { t } = useTranslation('towns')
  return (
    <Page title={t('town.unknown')}>
      <LinkButton to="/towns">{t('town.find')}</LinkButton>
    </Page>
  )
}

const TownById = ({ communityId }: { readonly communityId: number }) => {
  const { t } = useTranslation('towns')
  const { data: community, error } = useQuery(communityQuery(useTown(), communityId))
  if (community) return <TownView community={community} />
  if (isTownError(error, 'NOT_FOUND')) return <UnknownTown />
  if (error) {
    return (
      <Page title={t('town.noneTitle')}>
        <ErrorNotice error={error} />
      </Page>
    )
  }
  return <Spinner label={t('town.loading')} />
}

const TownView = ({ community }: { readonly community: CommunityWithRoster }) => {
  const { t } = useTranslation('towns')
  const events = usePages(communityHistoryQuery(useTown(), community.id))
  useScrollToHash()
  return (
    <Page title={community.name} lead={community.purpose} back={{ to: '/towns', label: t('town.allTowns') }}>
      <LazyTownPlan community={community} />
      <TownStateText community={community} />
      <TownActs community={community} />
      <div className="grid gap-4 wide:grid-cols-[minmax(0,1fr)_22rem] wide:items-start">
        <div className="grid min-w-0 gap-4">
          <Facts community={community} />
          <Card id="score" tone="carrot" title={t('score.card')}>
            <MissingSkills community={community} />
            <ScoreMeter community={community} />
            <p className="text-sm text-soft">{t('score.explain')}</p>
            <ScoreHistory events={events} />
          </Card>
          <MembersCard community={community} />
        </div>
        <div className="grid min-w-0 gap-4">
          <TreasuryCard community={community} />
          <BooksCard community={community} />
          <TownHistory communityId={community.id} roster={community.roster} events={events} />
          <SitesCard />
          <Details community={community} />
        </div>
      </div>
    </Page>
  )
}

/** Parts of the page that links lead to are there only now. */
const useScrollToHash = () => {
  const hash = useLocation({ select: (location) => location.hash })
  useEffect(() => {
    if (hash === '') return
    const part = document.getElementById(hash)
    part?.scrollIntoView()
    part?.focus({ preventScroll: true })
  }, [hash])
}

/** What the reader can do here, or why not. */
const TownActs = ({ community: { id, members, active } }: { readonly community: CommunityWithRoster }) => {
  const { t } = useTranslation('towns')
  const { wallet } = useSession()
  if (wallet?.communityId === id && !active) return null
  if (wallet?.communityId === id) {
    return (
      <div className="flex flex-wrap gap-3">
        <LinkButton to="/gigs/new">{t('town.offer')}</LinkButton>
        <LinkButton to="/gigs" look="plain">
          {t('town.seeGigs')}
        </LinkButton>
      </div>
    )
  }
  if (members >= MAX_MEMBERS) {
    return (
      <Button look="plain" reason={t('town.joinFull')}>
        {t('town.join')}
      </Button>
    )
  }
  if (wallet?.communityId) {
    return (
      <div className="grid justify-items-start gap-2">
        <LinkButton to="/settings" look="plain">
          {t('town.move')}
        </LinkButton>
        <p className="max-w-prose text-sm text-soft">{t('town.joinElsewhere')}</p>
      </div>
    )
  }
  return (
    <div>
      <LinkButton to="/start" search={{ town: id }}>
        {t('town.join')}
      </LinkButton>
    </div>
  )
}

const Facts = ({ community }: { readonly community: CommunityWithRoster }) => {
  const { t } = useTranslation('towns')
  const { language } = useFormats()
  const templateName = useTemplateName()
  const { members, place, language: tag, foundedAt, openGigs, template } = community
  const free = MAX_MEMBERS - members
  const seats = t('facts.membersOf', { members: String(members), seats: String(MAX_MEMBERS) })
  return (
    <Card id="facts">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 text-sm sm:grid-cols-3">
        <Fact name={t('facts.members')}>
          {seats}
          <span className="block font-normal text-soft">
            {free === 0 ? t('facts.noFree') : t('facts.free', { count: free })}
          </span>
        </Fact>
        <Fact name={t('facts.openGigs')}>{String(openGigs)}</Fact>
        <Fact name={t('list.template')}>{templateName(template)}</Fact>
        {place !== '' && (
          <Fact name={t('facts.place')}>
            <bdi>{place}</bdi>
          </Fact>
        )}
        {tag !== '' && <Fact name={t('facts.language')}>{languageName(tag, language)}</Fact>}
        <Fact name={t('facts.founded')}>
          <Time at={foundedAt} />
        </Fact>
      </dl>
    </Card>
  )
}

const Fact = ({ name, children }: { readonly name: string; readonly children: React.ReactNode }) => (
  <div>
    <dt className="text-soft">{name}</dt>
    <dd className="font-medium">{children}</dd>
  </div>
)

const Details = ({ community: { id, address, key, epoch, release } }: { readonly community: CommunityWithRoster }) => {
  const { t } = useTranslation(['towns', 'common'])
  const rows = [
    ['id', String(id)],
    ['address', address],
    ['key', key],
    ['epoch', String(epoch)],
    ['release', String(release)],
  ] as const
  return (
    <Disclosure look="quiet" summary={t('common:details')}>
      <dl className="grid gap-2">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`details.${name}`)}</dt>
            <dd className="break-all font-mono">{value}</dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  )
}

const toId = (text: string): number | undefined => {
  const id = Number(text)
  return Number.isInteger(id) && id > 0 && id < 2 ** 32 ? id : undefined
}
