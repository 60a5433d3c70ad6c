import type { GigWithHistory } from '@distributed-town/sdk'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSkillName } from '../../lib/use-skill-name.ts'
import { NeedsSession } from '../../session/needs-session.tsx'
import { useSession } from '../../session/session-context.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { ConfirmedAct, GigAct, GigActs, GigRole } from './acts.ts'
import { CodePanel } from './code-panel.tsx'
import { ConfirmAct } from './confirm-act.tsx'
import { nextTextOf } from './next-text.ts'
import { RateForm } from './rate-form.tsx'
import { RequestPanel } from './request-panel.tsx'
import type { SentCodes as Sent } from './requests.ts'
import { SentCodes } from './sent-codes.tsx'
import { SubmitForm } from './submit-form.tsx'
import { useGigPhrases } from './use-gig-phrases.ts'
import type { Names } from './use-names.ts'

/** What happens next with a gig, who must act, and the one thing that the reader can do about it. */
export const NextStep = ({
  gig,
  role,
  acts,
  sent,
  names,
  title,
  now,
}: {
  readonly gig: GigWithHistory
  readonly role: GigRole
  readonly acts: GigActs
  readonly sent: Sent
  readonly names: Names
  readonly title: string
  readonly now: number
}) => {
  const { t } = useTranslation('gigs')
  const { status, wallet } = useSession()
  const phrases = useGigPhrases()
  const skillName = useSkillName()
  const [done, setDone] = useState<string>()
  const taker = gig.taker === null ? '' : names.nameOf(gig.taker)
  const creator = names.nameOf(gig.creator)
  const credits = phrases.credits(gig.credits)
  const codes = role === 'creator' ? sent.open : []
  const { key, turn } = nextTextOf(gig, { role, acts, codes: codes.length, now })
  const values = { creator, taker, credits, skill: skillName(gig.skill), count: codes.length }
  const own = sent.open.find(({ code }) => code.walletId === wallet?.id)
  const hasActs = acts.primary !== null || acts.others.length > 0

  return (
    <Card tone="burgundy" title={t('next.title')}>
      <div aria-live="polite" className="grid gap-2">
        {done && <Notice tone="good">{done}</Notice>}
        {(turn === 'creator' || turn === 'taker') && (
          <p className="font-semibold">
            {turn === role ? t('next.yourTurn') : t('next.theirTurn', { name: turn === 'creator' ? creator : taker })}
          </p>
        )}
        <p className="max-w-prose">{t(`next.${key}`, values)}</p>
      </div>
      {status === 'locked' && hasActs ? (
        <NeedsSession>{null}</NeedsSession>
      ) : (
        <>
          {acts.primary && primaryOf(acts.primary)}
          {gig.state === 'Open' && role === 'visitor' && <RequestPanel {...{ gig, title, creator, sent, own }} />}
          {others()}
        </>
      )}
    </Card>
  )

  function primaryOf(act: GigAct): ReactNode {
    switch (act) {
      case 'request':
        return <RequestPanel {...{ gig, title, creator, sent, own }} />
      case 'signCompletion':
        return <CodePanel action="Completion" {...{ gig, title, creator }} sent={own} />
      case 'accept':
      case 'complete':
        return (
          <>
            <SentCodes
              gig={gig}
              codes={codes}
              names={names}
              onDone={(did, name) => setDone(t(`act.done.${did}`, { taker: name, credits }))}
            />
            {codes.length > 0 && <p className="text-sm text-soft">{t('accept.scanOther')}</p>}
            <div>
              <LinkButton to="/scan" look={codes.length > 0 ? 'plain' : 'primary'}>
                {t(`act.${act}`)}
              </LinkButton>
            </div>
          </>
        )
      case 'submit':
        return <SubmitForm gigId={gig.id} onDone={() => setDone(t('act.done.submit'))} />
      case 'rate':
        return gig.taker === null ? null : (
          <RateForm gig={{ ...gig, taker: gig.taker }} taker={taker} onDone={() => setDone(t('act.done.rate'))} />
        )
      case 'cancel':
      case 'giveUp':
      case 'reclaim':
      case 'requestChanges':
      case 'completeUnreviewed':
      case 'settle':
      case 'rateByDefault':
      case 'lapse':
        return <div>{confirm(act, 'primary')}</div>
      default:
        return act satisfies never
    }
  }

  function others() {
    const confirmed = acts.others.filter(isConfirmed)
    const canSign = acts.others.includes('signCompletion')
    const isExhausted = role === 'creator' && gig.state === 'Submitted' && !acts.others.includes('requestChanges')
    if (confirmed.length === 0 && !canSign && !isExhausted) return null
    return (
      <div className="grid gap-3 border-t border-line pt-3">
        <h3 className="text-sm font-medium text-soft">{t('act.more')}</h3>
        {canSign && <CodePanel action="Completion" {...{ gig, title, creator }} sent={own} />}
        <div className="flex flex-wrap gap-3">
          {confirmed.map((act) => confirm(act, act === 'requestChanges' ? 'plain' : 'danger'))}
        </div>
        {isExhausted && <p className="text-sm text-soft">{t('act.noMoreChanges')}</p>}
      </div>
    )
  }

  function confirm(act: ConfirmedAct, look: 'primary' | 'plain' | 'danger') {
    return <ConfirmAct key={act} {...{ act, gig, role, names, look }} onDone={(did) => setDone(t(`act.done.${did}`))} />
  }
}

const isConfirmed = (act: GigAct): act is ConfirmedAct =>
  !['request', 'accept', 'submit', 'signCompletion', 'complete', 'rate'].includes(act)
