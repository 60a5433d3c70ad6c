import type { CommunityWithRoster } from '@distributed-town/sdk'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../../session/session-context.ts'
import { Page } from '../../../ui/page.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { LazyTownPulse } from '../../pulse/lazy-town-pulse.tsx'
import { TownOfPage } from '../town-of-page.tsx'
import { useScrollToHash } from '../use-scroll-to-hash.ts'
import { BooksCard } from './books-card.tsx'
import { FoundingCard } from './founding-card.tsx'
import { HALL_PARTS, type HallPart, type HallSearch } from './hall-search.ts'
import { HistoryCard } from './history-card.tsx'
import { MembersCard } from './members-card.tsx'
import { ScoreCard } from './score-card.tsx'
import { TreasuryCard } from './treasury-card.tsx'
import { useHallLink } from './use-hall-link.ts'
import { WhatIfCard } from './what-if-card.tsx'

/** The Town Hall: who lives in a town, how varied its skills are, where it stands and what happened. */
export const HallPage = () => <TownOfPage>{(community) => <Hall community={community} />}</TownOfPage>

const Hall = ({ community }: { readonly community: CommunityWithRoster }) => {
  const { t } = useTranslation('hall')
  const { wallet } = useSession()
  const navigate = useNavigate()
  const link = useHallLink(community.id)
  const search: HallSearch = useSearch({ strict: false })
  const part = search.part ?? 'skills'
  const show = (next: HallSearch) => void navigate({ ...link, search: next, replace: true, resetScroll: false })
  const back = { to: wallet?.communityId === community.id ? '/town' : `/towns/${community.id}`, label: community.name }
  return (
    <Page title={t('title', { town: community.name })} lead={t('lead')} back={back}>
      <Tabs
        label={t('parts')}
        tabs={HALL_PARTS.map((key) => ({ key, label: t(`part.${key}`) }))}
        value={part}
        onChange={(next) => show(next === 'skills' ? {} : { part: next })}
      >
        <Part key={part} part={part} search={search} onSearch={show} community={community} />
      </Tabs>
    </Page>
  )
}

const Part = ({
  part,
  search,
  onSearch,
  community,
}: {
  readonly part: HallPart
  readonly search: HallSearch
  readonly onSearch: (search: HallSearch) => void
  readonly community: CommunityWithRoster
}) => {
  useScrollToHash()
  switch (part) {
    case 'skills':
      return (
        <div className="grid gap-4 wide:grid-cols-2 wide:items-start">
          <ScoreCard community={community} />
          <WhatIfCard community={community} />
        </div>
      )
    case 'pulse':
      return <LazyTownPulse community={community} />
    case 'members':
      return <MembersCard community={community} />
    case 'founding':
      return <FoundingCard community={community} />
    case 'treasury':
      return (
        <div className="grid gap-4 wide:grid-cols-2 wide:items-start">
          <TreasuryCard community={community} />
          <BooksCard community={community} />
        </div>
      )
    case 'history':
      return (
        <HistoryCard
          community={community}
          kind={search.kind}
          onKind={(kind) => onSearch({ part: 'history', ...(kind && { kind }) })}
        />
      )
  }
}
