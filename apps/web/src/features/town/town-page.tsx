import { type CommunityWithRoster, MAX_MEMBERS } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { InTurn } from '../../lib/first-page.ts'
import { languageName } from '../../lib/language-name.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { useTemplateName } from '../../lib/use-skill-name.ts'
import { useSession } from '../../session/session-context.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { HistorySummary, MembersSummary, ScoreSummary, TreasurySummary } from './hall-summaries.tsx'
import { LazyTownPlan } from './plan/lazy-town-plan.tsx'
import { SitesCard } from './plan/sites-card.tsx'
import { TownOfPage } from './town-of-page.tsx'
import { TownStateText } from './town-state-text.tsx'
import { useScrollToHash } from './use-scroll-to-hash.ts'

/** A town: the one in the address, else that of the reader. */
export const TownPage = () => <TownOfPage>{(community) => <TownView community={community} />}</TownOfPage>

const TownView = ({ community }: { readonly community: CommunityWithRoster }) => {
  const { t } = useTranslation('towns')
  useScrollToHash()
  return (
    <Page title={community.name} lead={community.purpose} back={{ to: '/towns', label: t('town.allTowns') }}>
      <LazyTownPlan community={community} />
      <TownStateText community={community} />
      <TownActs community={community} />
      <div className="grid gap-4 wide:grid-cols-2 wide:items-start">
        <InTurn>
          <div className="grid min-w-0 gap-4">
            <Facts community={community} />
            <ScoreSummary community={community} />
            <MembersSummary community={community} />
          </div>
          <div className="grid min-w-0 gap-4">
            <TreasurySummary community={community} />
            <HistorySummary communityId={community.id} />
            <SitesCard />
            <Details community={community} />
          </div>
        </InTurn>
      </div>
    </Page>
  )
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
