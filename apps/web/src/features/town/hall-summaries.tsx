import type { Community, CommunityWithRoster } from '@distributed-town/sdk'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { communityHistoryQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { usePages } from '../../lib/use-pages.ts'
import { useSkillName } from '../../lib/use-skill-name.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Avatar } from '../pictures/avatar.tsx'
import { FreeSeats } from './free-seats.tsx'
import { HistoryList } from './hall/history-list.tsx'
import { treasuryWayOf } from './hall/treasury.ts'
import { useHallLink } from './hall/use-hall-link.ts'
import { MissingSkills } from './missing-skills.tsx'
import { ScoreMeter } from './score-meter.tsx'
import { useMemberName } from './use-member-name.ts'

// What the Town Hall says in short, on the page of the town.

/** The score, with the way to its causes. */
export const ScoreSummary = ({ community }: { readonly community: Community }) => {
  const { t } = useTranslation('towns')
  const hall = useHallLink(community.id)
  return (
    <Card tone="carrot" title={t('score.card')}>
      <MissingSkills community={community} />
      <ScoreMeter community={community} />
      <LinkButton {...hall} look="plain">
        {t('hall.score')}
      </LinkButton>
    </Card>
  )
}

/** The treasury account, with the way to what it is for. */
export const TreasurySummary = ({ community }: { readonly community: Community }) => {
  const { t } = useTranslation('towns')
  const formats = useFormats()
  const hall = useHallLink(community.id)
  const { goal, left, thousandths } = treasuryWayOf(community)
  return (
    <Card tone="forest" title={t('treasury.title')}>
      <ProgressBar
        label={t('treasury.progress', { amount: formats.amount(community.treasury), goal: formats.amount(goal) })}
        value={thousandths}
        max={1000}
      />
      <p className="text-sm">{t('treasury.left', { amount: formats.amount(left) })}</p>
      <LinkButton {...hall} search={{ part: 'treasury' }} look="plain">
        {t('hall.treasury')}
      </LinkButton>
    </Card>
  )
}

/** Who lives there, each with the way to what the Town Hall knows of them. */
export const MembersSummary = ({ community }: { readonly community: CommunityWithRoster }) => {
  const { t } = useTranslation('towns')
  const skillName = useSkillName()
  const { language } = useFormats()
  const { isNeighbour, areNamesHere, nameOf, profileOf } = useMemberName(community.id)
  const hall = useHallLink(community.id)
  const skillsOf = (skills: CommunityWithRoster['roster'][number]['skills']) =>
    new Intl.ListFormat(language, { type: 'unit' }).format(skills.map(({ skill }) => skillName(skill)))
  return (
    <Card tone="denim" title={t('members.title', { count: community.members })}>
      {!isNeighbour && community.members > 0 && <p className="text-sm text-soft">{t('members.namesHidden')}</p>}
      {isNeighbour && !areNamesHere && <p className="text-sm text-soft">{t('members.namesPending')}</p>}
      {community.members === 0 && <p>{t('members.none')}</p>}
      <ul className="grid divide-y divide-line">
        {community.roster.map((member) => (
          <li key={member.walletId}>
            <Link
              {...hall}
              search={{ part: 'members' }}
              hash={`member-${member.walletId}`}
              className="group flex min-h-11 items-center gap-x-3 py-1 no-underline"
            >
              {isNeighbour && (
                <Avatar
                  name={profileOf(member)?.name ?? ''}
                  picture={profileOf(member)?.picture}
                  communityId={community.id}
                />
              )}
              <span className="flex min-w-0 flex-wrap items-baseline gap-x-3 group-hover:underline">
                <bdi className="font-medium wrap-anywhere">{nameOf(member)}</bdi>
                <span className="text-sm text-soft">{skillsOf(member.skills)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <FreeSeats community={community} />
      <LinkButton {...hall} search={{ part: 'members' }} look="plain">
        {t('hall.members')}
      </LinkButton>
    </Card>
  )
}

const LATEST = 5

/** The latest of what happened, with the way to all of it. */
export const HistorySummary = ({ communityId }: { readonly communityId: number }) => {
  const { t } = useTranslation('towns')
  const events = usePages(communityHistoryQuery(useTown(), communityId))
  const hall = useHallLink(communityId)
  return (
    <Card title={t('history.title')}>
      {events.isLoading && <Spinner label={t('history.loading')} />}
      <ErrorNotice error={events.error} />
      {events.isComplete && events.items.length === 0 && <p className="text-soft">{t('history.none')}</p>}
      <HistoryList communityId={communityId} items={events.items} most={LATEST} />
      <LinkButton {...hall} search={{ part: 'history' }} look="plain">
        {t('hall.history')}
      </LinkButton>
    </Card>
  )
}
