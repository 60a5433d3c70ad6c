import { type GigWithHistory, isTownError } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useInSlices, useInTurn } from '../../lib/first-page.ts'
import { gigQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useSession } from '../../session/session-context.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { useChainId } from '../scan/use-chain-id.ts'
import { actsOf } from './acts.ts'
import { ClockNotice } from './clock-notice.tsx'
import { Conversation } from './conversation.tsx'
import { GigCalendar } from './gig-calendar.tsx'
import { GigDetails } from './gig-details.tsx'
import { GigFacts } from './gig-facts.tsx'
import { GigHistory } from './gig-history.tsx'
import { roleIn } from './gig-role.ts'
import { GigStateBadge } from './gig-state.tsx'
import { GigSteps } from './gig-steps.tsx'
import { LaterActs } from './later-acts.tsx'
import { NextStep } from './next-step.tsx'
import { RecordGap } from './record-gap.tsx'
import { sentCodesOf } from './requests.ts'
import { useChainNow } from './use-chain-now.ts'
import { useConversation } from './use-conversation.ts'
import { useNames } from './use-names.ts'
import { useGigText, useGigTitle } from './use-record.ts'
import { WorkCard } from './work-card.tsx'

export const GigPage = () => {
  const { t } = useTranslation('gigs')
  const { id = '' } = useParams({ strict: false })
  // Ids are uint64.
  const gigId = /^[1-9]\d{0,19}$/.test(id) ? BigInt(id) : undefined
  const { data, error } = useQuery({ ...gigQuery(useTown(), gigId ?? 0n), enabled: gigId !== undefined })
  const gig = useInSlices(data)
  if (gig) return <Gig key={id} gig={gig} />
  if (gigId === undefined || isTownError(error, 'NOT_FOUND', 'INVALID_REQUEST', 'INVALID_ID')) {
    return (
      <Page title={t('title')}>
        <Empty text={t('notFound')}>
          <LinkButton to="/gigs">{t('new.back')}</LinkButton>
        </Empty>
      </Page>
    )
  }
  return <Page title={t('title')}>{error ? <ErrorNotice error={error} /> : <Spinner label={t('text.loading')} />}</Page>
}

const Gig = ({ gig }: { readonly gig: GigWithHistory }) => {
  const { t } = useTranslation('gigs')
  const { wallet } = useSession()
  const now = useChainNow()
  const chainId = useChainId()
  const text = useGigText(gig)
  const title = useGigTitle(gig)
  const names = useNames(gig.communityId, peopleOf(gig))
  const conversation = useConversation(gig.record)
  const role = roleIn(gig, wallet)
  const sent = sentCodesOf({
    gig,
    messages: conversation.data ?? [],
    chainId,
    creatorKey: names.keyOf(gig.creator),
    now,
  })
  const acts = actsOf(gig, role, now)
  const drawn = useInTurn(3)
  return (
    <Page title={title} back={{ to: '/gigs', label: t('new.back') }} aside={<GigStateBadge gig={gig} now={now} />}>
      <ClockNotice />
      <GigSteps gig={gig} />
      {text.status === 'open' ? (
        <p dir="auto" className={`max-w-prose whitespace-pre-wrap ${text.content.description ? '' : 'text-soft'}`}>
          {text.content.description || t('text.noDescription')}
        </p>
      ) : (
        <RecordGap status={text.status} />
      )}
      {/* In one column the terms stand before what was written. */}
      <div className="grid gap-4 wide:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] wide:items-start">
        <div className="contents gap-4 wide:grid">
          <NextStep {...{ gig, role, acts, sent, names, title, now }} />
          {drawn > 1 && (
            <div className="order-1 grid gap-4">
              {gig.work && <WorkCard work={gig.work} gig={gig} names={names} />}
              <Conversation {...{ gig, names, sent, conversation }} />
            </div>
          )}
        </div>
        <div className="contents gap-4 wide:grid">
          <GigFacts {...{ gig, names, now }} />
          {drawn > 2 && (
            <div className="order-2 grid gap-4">
              <LaterActs {...{ gig, acts, names }} />
              <GigCalendar gig={gig} title={title} />
              <Card title={t('history.title')}>
                <GigHistory gig={gig} names={names} />
              </Card>
              <GigDetails gig={gig} />
            </div>
          )}
        </div>
      </div>
    </Page>
  )
}

/** Everybody that the page names, each once. */
const peopleOf = (gig: GigWithHistory): readonly number[] => [
  ...new Set([
    gig.creator,
    ...(gig.taker === null ? [] : [gig.taker]),
    ...gig.history.flatMap((item) => ('taker' in item ? [item.taker] : [])),
  ]),
]
