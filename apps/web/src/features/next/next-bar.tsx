import { gigNumberOf } from '@distributed-town/sdk'
import { useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { useSkillName } from '../../lib/use-skill-name.ts'
import { useSession } from '../../session/session-context.ts'
import { LinkButton } from '../../ui/button.tsx'
import { useGigTitles } from '../gigs/use-gig-titles.ts'
import { InvitationLink } from './invitation-link.tsx'
import { type GigThing, isToldBy, type NextThing, nextThing } from './next-thing.ts'
import { useNextThingInTown } from './use-next-thing.ts'

/** On every page: the next useful thing, in one sentence with one button. Not where the page itself is the place for it. */
export const NextBar = () => {
  const path = useLocation({ select: ({ pathname }) => pathname })
  return <Next>{(thing) => !isToldBy(thing, path) && <Bar thing={thing} />}</Next>
}

/** The same within a page. */
export const NextThingHere = () => <Next>{(thing) => <Bar thing={thing} />}</Next>

type Children = { readonly children: (thing: NextThing) => ReactNode }

const Next = ({ children }: Children) => {
  const { status, wallet } = useSession()
  if (status === 'open' && wallet && wallet.communityId !== null) {
    return (
      <NextInTown wallet={wallet} communityId={wallet.communityId}>
        {children}
      </NextInTown>
    )
  }
  const thing = nextThing({
    status,
    wallet,
    community: undefined,
    todo: undefined,
    taken: undefined,
    open: undefined,
    asked: new Set(),
  })
  return thing && children(thing)
}

const NextInTown = ({ wallet, communityId, children }: Parameters<typeof useNextThingInTown>[0] & Children) => {
  const thing = useNextThingInTown({ wallet, communityId })
  return thing && children(thing)
}

const Bar = ({ thing }: { readonly thing: NextThing }) => {
  const { t } = useTranslation('next')
  return (
    <section
      aria-label={t('label')}
      className="mb-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-xl border border-l-8 border-line border-l-denim bg-card px-4 py-3 print:hidden"
    >
      <p className="min-w-0 flex-1 basis-60 font-medium">
        {thing.kind === 'gig' ? <GigSentence {...thing} /> : <Sentence thing={thing} />}
      </p>
      <Act thing={thing} />
    </section>
  )
}

const GigSentence = ({
  gig,
  what,
}: {
  readonly gig: { id: bigint; record: `0x${string}` }
  readonly what: GigThing
}) => {
  const { t } = useTranslation(['next', 'gigs'])
  const title = useGigTitles([gig])?.get(gig.record) ?? t('gigs:text.untitled', { number: gigNumberOf(gig.id) })
  return t(`next:gig.${what}.text`, { title })
}

const Sentence = ({ thing }: { readonly thing: Exclude<NextThing, { kind: 'gig' }> }): ReactNode => {
  const { t } = useTranslation('next')
  const { amount } = useFormats()
  const nameOf = useSkillName()
  switch (thing.kind) {
    case 'invite':
      return t('invite.text', { count: thing.missing })
    case 'inviteSkill':
      return t('inviteSkill.text', { skill: nameOf(thing.skill) })
    case 'take':
      return (
        <>
          {t('take.text', { count: thing.count })} <ToGo progress={thing.progress} />
        </>
      )
    case 'show':
      return (
        <>
          {t('show.text')} <ToGo progress={thing.progress} />
        </>
      )
    case 'offer':
      return thing.isFounding ? t('offer.founding') : t('offer.text', { amount: amount(thing.spendable) })
    case 'unlock':
    case 'finish':
    case 'findTown':
    case 'allOpen':
      return t(`${thing.kind}.text`)
    default:
      return thing satisfies never
  }
}

const ToGo = ({ progress }: Pick<Extract<NextThing, { kind: 'take' }>, 'progress'>): ReactNode => {
  const { t } = useTranslation('next')
  const nameOf = useSkillName()
  return progress && t('toGo', { count: progress.count, skill: nameOf(progress.skill) })
}

const Act = ({ thing }: { readonly thing: NextThing }): ReactNode => {
  const { t } = useTranslation('next')
  switch (thing.kind) {
    case 'unlock':
    case 'show':
      return <LinkButton to="/wallet">{t(`${thing.kind}.act`)}</LinkButton>
    case 'finish':
    case 'findTown':
      return <LinkButton to="/start">{t(`${thing.kind}.act`)}</LinkButton>
    case 'invite':
      return <InvitationLink communityId={thing.communityId} />
    case 'inviteSkill':
      return <InvitationLink communityId={thing.communityId} skill={thing.skill} />
    case 'gig':
      return (
        <LinkButton to="/gigs/$id" params={{ id: String(thing.gig.id) }}>
          {t(`gig.${thing.what}.act`)}
        </LinkButton>
      )
    case 'take':
      return <LinkButton to="/gigs">{t('take.act')}</LinkButton>
    case 'allOpen':
      return (
        <LinkButton to="/gigs" search={{ view: 'mine' }}>
          {t('allOpen.act')}
        </LinkButton>
      )
    case 'offer':
      return <LinkButton to="/gigs/new">{t('offer.act')}</LinkButton>
    default:
      return thing satisfies never
  }
}
