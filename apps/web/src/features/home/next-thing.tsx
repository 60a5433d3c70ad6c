import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSkillName } from '../../lib/use-skill-name.ts'
import { LinkButton } from '../../ui/button.tsx'
import { InvitationLink } from './invitation-link.tsx'
import { type NextThing as Thing, useNextThing } from './use-next-thing.ts'

/** The next useful thing: one sentence and one button. */
export const NextThing = () => {
  const { t } = useTranslation('home')
  const thing = useNextThing()
  if (!thing) return null
  return (
    <section
      aria-label={t('next.label')}
      className="grid gap-3 rounded-xl border border-l-8 border-line border-l-denim bg-card p-4"
    >
      <p className="font-medium">
        <Sentence thing={thing} />
      </p>
      <div>
        <Act thing={thing} />
      </div>
    </section>
  )
}

const Sentence = ({ thing }: { readonly thing: Thing }): ReactNode => {
  const { t } = useTranslation('home')
  const nameOf = useSkillName()
  switch (thing.kind) {
    case 'invite':
      return t('next.invite.text', { count: thing.missing })
    case 'validate':
      return t('next.validate.text', { count: thing.missing, skill: nameOf(thing.skill) })
    default:
      return t(`next.${thing.kind}.text`)
  }
}

const Act = ({ thing }: { readonly thing: Thing }): ReactNode => {
  const { t } = useTranslation('home')
  switch (thing.kind) {
    case 'begin':
    case 'finish':
    case 'findTown':
      return <LinkButton to="/start">{t(`next.${thing.kind}.act`)}</LinkButton>
    case 'unlock':
      return <LinkButton to="/wallet">{t('next.unlock.act')}</LinkButton>
    case 'invite':
      return <InvitationLink communityId={thing.communityId} />
    case 'review':
    case 'rate':
    case 'work':
    case 'changes':
      return (
        <LinkButton to="/gigs/$id" params={{ id: thing.gigId }}>
          {t(`next.${thing.kind}.act`)}
        </LinkButton>
      )
    case 'validate':
      return <LinkButton to="/gigs">{t('next.validate.act')}</LinkButton>
    case 'offer':
      return <LinkButton to="/gigs/new">{t('next.offer.act')}</LinkButton>
  }
}
