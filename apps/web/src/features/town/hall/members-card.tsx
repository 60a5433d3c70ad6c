import type { CommunityWithRoster, ExampleResident, Member } from '@distributed-town/sdk'
import { Link } from '@tanstack/react-router'
import { Trans, useTranslation } from 'react-i18next'
import { useSession } from '../../../session/session-context.ts'
import { Card } from '../../../ui/card.tsx'
import { Dotted } from '../../../ui/dotted.tsx'
import { Time } from '../../../ui/time.tsx'
import { StepInButton } from '../../example/step-in-button.tsx'
import { useExample } from '../../example/use-example.ts'
import { Avatar } from '../../pictures/avatar.tsx'
import { FreeSeats } from '../free-seats.tsx'
import { SkillProgress } from '../skill-progress.tsx'
import { useMemberName } from '../use-member-name.ts'

/** Who lives in a town. */
export const MembersCard = ({ community }: { readonly community: CommunityWithRoster }) => {
  const { t } = useTranslation(['towns', 'example'])
  const { isNeighbour, areNamesHere } = useMemberName(community.id)
  const example = useExample()
  const isOfExample = example?.isHome(community) ?? false
  return (
    <Card id="members" tone="denim" title={t('members.title', { count: community.members })}>
      {!isNeighbour && !isOfExample && community.members > 0 && (
        <p className="text-sm text-soft">{t('members.namesHidden')}</p>
      )}
      {isNeighbour && !areNamesHere && <p className="text-sm text-soft">{t('members.namesPending')}</p>}
      {isOfExample && <p className="max-w-prose text-sm text-soft">{t('example:members')}</p>}
      {community.members === 0 && <p>{t('members.none')}</p>}
      <ul className="grid divide-y divide-line wide:grid-cols-2 wide:gap-x-8">
        {community.roster.map((member) => (
          <li
            key={member.walletId}
            id={`member-${member.walletId}`}
            tabIndex={-1}
            className="grid content-start gap-2 py-3"
          >
            <MemberEntry member={member} community={community} invented={example?.findResident(member.owner)} />
          </li>
        ))}
      </ul>
      <FreeSeats community={community} />
    </Card>
  )
}

const MemberEntry = ({
  member,
  community,
  invented,
}: {
  readonly member: Member
  /** Whose shoes are for everybody. */
  readonly invented: ExampleResident | undefined
  readonly community: Pick<CommunityWithRoster, 'id' | 'founder'>
}) => {
  const { t } = useTranslation('towns')
  const { wallet } = useSession()
  const { isNeighbour, nameOf, profileOf } = useMemberName(community.id)
  const isOwn = wallet?.id === member.walletId
  const name = !isNeighbour && invented ? invented.name : nameOf(member)
  const profile = profileOf(member)
  const role =
    member.walletId === community.founder ? t('members.founder') : member.foundingMember && t('members.foundingMember')
  return (
    <>
      <div>
        <div className="flex items-start justify-between gap-3">
          <div className="flex min-w-0 items-center gap-3 self-stretch">
            {isNeighbour && <Avatar name={profile?.name ?? ''} picture={profile?.picture} communityId={community.id} />}
            <h3 dir="auto" className="min-w-0 font-semibold wrap-anywhere">
              {name}
            </h3>
          </div>
          {isNeighbour && !isOwn && wallet?.validated && (
            <Link
              to="/wallet"
              search={{ to: member.walletId }}
              aria-label={t('members.send', { name })}
              className="inline-flex min-h-11 shrink-0 items-center text-denim text-sm underline underline-offset-4"
            >
              {t('members.sendShort')}
            </Link>
          )}
        </div>
        <Dotted
          items={[
            isOwn && t('members.you'),
            role,
            !member.foundingMember && member.residentSince !== null && t('members.resident'),
            <Trans key="joined" t={t} i18nKey="members.joined" components={{ time: <Time at={member.joinedAt} /> }} />,
          ]}
        />
      </div>
      {profile?.about && (
        <p dir="auto" className="text-sm whitespace-pre-line">
          {profile.about}
        </p>
      )}
      <ul className="grid gap-2">
        {member.skills.map((skill) => (
          <li key={skill.skill}>
            <SkillProgress skill={skill} />
          </li>
        ))}
      </ul>
      {invented && !isOwn && <StepInButton resident={invented} look="quiet" />}
    </>
  )
}
