import { type CommunityWithRoster, CREDIT, SPENDER_CREDITS } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../lib/use-formats.ts'
import { useSkillName } from '../../../lib/use-skill-name.ts'
import { useSession } from '../../../session/session-context.ts'
import { Card } from '../../../ui/card.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { InvitationLink } from '../../next/invitation-link.tsx'
import { TownStateText } from '../town-state-text.tsx'
import { useMemberName } from '../use-member-name.ts'
import { type Founding, foundingOf, type Lack } from './founding.ts'

/** The founding time of a town: what it must reach, where it stands, and what changes then. */
export const FoundingCard = ({ community }: { readonly community: CommunityWithRoster }) => {
  const { t } = useTranslation('hall')
  const { wallet } = useSession()
  const founding = foundingOf(community)
  const { active } = community
  return (
    <div className="grid gap-4 wide:grid-cols-2 wide:items-start">
      <Card id="founding" tone="denim" title={t('founding.title')}>
        <TownStateText community={community} />
        <ol className="grid gap-4">
          <Step
            title={t('founding.active.title', { count: founding.members.need })}
            progress={founding.members}
            label={t('founding.active.progress', textOf(founding.members))}
            then={t('founding.active.then')}
          >
            {!active && wallet?.communityId === community.id && <InvitationLink communityId={community.id} />}
          </Step>
          <Step
            title={t('founding.over.title', { count: founding.spenders.need, credits: String(SPENDER_CREDITS) })}
            progress={founding.spenders}
            label={t('founding.over.progress', textOf(founding.spenders))}
            then={t('founding.over.then')}
          />
        </ol>
        <p className="text-sm text-soft">{t('founding.returns')}</p>
      </Card>
      <div className="grid gap-4">
        {founding.spenders.have < founding.spenders.need && (
          <Waiting community={community} waiting={founding.waiting} />
        )}
        <Card title={t('founding.changes.title')}>
          <ul className="grid list-disc gap-2 pl-5 text-sm">
            {(['before', 'during', 'after', 'stays'] as const).map((line) => (
              <li key={line}>{t(`founding.changes.${line}`)}</li>
            ))}
          </ul>
        </Card>
      </div>
    </div>
  )
}

const textOf = ({ have, need }: Founding['members']) => ({ have: String(have), need: String(need) })

const Step = ({
  title,
  progress: { have, need },
  label,
  then,
  children,
}: {
  readonly title: string
  readonly progress: Founding['members']
  readonly label: string
  readonly then: string
  readonly children?: React.ReactNode
}) => {
  const { t } = useTranslation('hall')
  const isDone = have >= need
  return (
    <li className="grid gap-2">
      <p className="flex items-baseline justify-between gap-3">
        <span className="font-medium">{title}</span>
        <span className={`shrink-0 text-sm ${isDone ? 'font-medium text-forest' : 'text-soft'}`}>
          {t(isDone ? 'founding.done' : 'founding.open')}
        </span>
      </p>
      <ProgressBar label={label} value={Math.min(have, need)} max={need} />
      <p className="text-sm text-soft">{then}</p>
      {children}
    </li>
  )
}

/** Who does not count yet, and what each of them needs. */
const Waiting = ({
  community,
  waiting,
}: {
  readonly community: CommunityWithRoster
  readonly waiting: Founding['waiting']
}) => {
  const { t } = useTranslation('hall')
  const formats = useFormats()
  const skillName = useSkillName()
  const { nameOf } = useMemberName(community.id)
  const textOfLack = (lack: Lack): string =>
    lack.kind === 'validation'
      ? t('founding.lacks.validation', { count: lack.count, skill: skillName(lack.skill) })
      : t('founding.lacks.credits', {
          amount: formats.amount(lack.amount),
          credits: formats.amount(BigInt(SPENDER_CREDITS) * CREDIT),
        })
  return (
    <Card title={t('founding.waiting')}>
      <ul className="grid divide-y divide-line">
        {waiting.map(({ member, lack }) => (
          <li key={member.walletId} className="py-2">
            <p dir="auto" className="font-medium">
              {nameOf(member)}
            </p>
            <p className="text-sm text-soft">{textOfLack(lack)}</p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
