import type { GigWithHistory, SignedCode } from '@distributed-town/sdk'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { acceptRequestFlow } from '../../flows/accept-request.ts'
import { completeGigFlow } from '../../flows/complete-gig.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { useSession } from '../../session/session-context.ts'
import { UnlockForm } from '../../session/unlock-form.tsx'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Expires } from '../gigs/expires.tsx'
import { TakerSummary } from '../gigs/taker-summary.tsx'
import { useGigPhrases } from '../gigs/use-gig-phrases.ts'
import { useNames } from '../gigs/use-names.ts'
import { useGigTitle } from '../gigs/use-record.ts'

/**
 * Asks the creator once whether to accept the request or to complete the gig.
 *
 * @param refusal Shown instead when something speaks against the code; not after it was just used here.
 */
export const ConfirmCode = ({
  code,
  gig,
  refusal,
}: {
  readonly code: SignedCode
  readonly gig: GigWithHistory
  readonly refusal: ReactNode
}) => {
  const { t } = useTranslation(['scan', 'gigs'])
  const { status } = useSession()
  const phrases = useGigPhrases()
  const title = useGigTitle(gig)
  const { nameOf } = useNames(gig.communityId, [code.walletId])
  const accept = useFlow(acceptRequestFlow)
  const complete = useFlow(completeGigFlow)
  const isRequest = code.action === 'Request'
  const flow = isRequest ? accept : complete
  const texts = isRequest ? 'request' : 'completion'
  const name = nameOf(code.walletId)
  const values = { name, title, credits: phrases.credits(gig.credits), days: phrases.days(gig.durationDays) }

  if (flow.isDone) {
    return (
      <Page title={title}>
        <Notice tone="good">
          <p>{t(`scan:${texts}.done`, values)}</p>
        </Notice>
        <div>
          <LinkButton to="/gigs/$id" params={{ id: String(gig.id) }}>
            {t(isRequest ? 'scan:open' : 'scan:completion.rate')}
          </LinkButton>
        </div>
      </Page>
    )
  }
  if (refusal && !flow.isPending) return refusal
  return (
    <Page title={t(`scan:${texts}.title`, values)}>
      <Card tone="burgundy">
        <p className="text-lg">{t(`scan:${texts}.what`, values)}</p>
        <TakerSummary walletId={code.walletId} skill={gig.skill} />
        <p>{t(`scan:${texts}.once`)}</p>
        <p className="text-sm text-soft">
          <Expires at={code.expiry} />
        </p>
        <ErrorNotice error={flow.error} />
        <div className="flex flex-wrap gap-3">
          <Button
            pending={flow.isPending && t('gigs:act.working')}
            reason={status === 'open' ? undefined : t('scan:locked')}
            onPress={() => void (isRequest ? accept.run({ code }) : complete.run({ code }))}
          >
            {t(`scan:${texts}.confirm`, values)}
          </Button>
          <LinkButton look="plain" to="/gigs/$id" params={{ id: String(gig.id) }}>
            {t(`scan:${texts}.cancel`)}
          </LinkButton>
        </div>
        <p className="text-sm text-soft">{t(`scan:${texts}.check`, values)}</p>
      </Card>
      {status === 'locked' && <UnlockForm />}
    </Page>
  )
}
