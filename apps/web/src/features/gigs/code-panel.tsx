import type { CodeAction, Gig } from '@distributed-town/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { requestGigFlow } from '../../flows/request-gig.ts'
import { signCompletionFlow } from '../../flows/sign-completion.ts'
import { writeCommentFlow } from '../../flows/write-comment.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { CodeCard } from '../scan/code-card.tsx'
import { Expires } from './expires.tsx'
import { writeCodeMessage } from './message.ts'
import type { SentCode } from './requests.ts'
import { useGigPhrases } from './use-gig-phrases.ts'

/** Makes the own code for the creator, shows it large, and sends it to a creator who is elsewhere. */
export const CodePanel = ({
  action,
  gig,
  title,
  creator,
  sent,
}: {
  readonly action: CodeAction
  readonly gig: Gig
  readonly title: string
  /** Name. */
  readonly creator: string
  /** The own code in the conversation, if it is still good. */
  readonly sent: SentCode | undefined
}) => {
  const { t } = useTranslation('gigs')
  const phrases = useGigPhrases()
  const [isShown, setIsShown] = useState(false)
  const make = useFlow(action === 'Request' ? requestGigFlow : signCompletionFlow)
  const send = useFlow(writeCommentFlow)
  // What was sent is shown again rather than made anew.
  const made = sent ?? make.output
  const isRequest = action === 'Request'

  const what = t(isRequest ? 'code.requestWhat' : 'code.completionWhat', {
    title,
    creator,
    credits: phrases.credits(gig.credits),
  })
  const isMade = isShown && made !== undefined
  return (
    <section aria-label={t(isRequest ? 'code.request' : 'code.completion')} className="grid gap-4">
      {sent && !isShown && <p>{t('code.alreadySent', { creator })}</p>}
      <ErrorNotice error={make.error} />
      {isMade ? (
        <CodeCard code={made.text} what={what} />
      ) : (
        <div>
          <Button
            look={sent ? 'plain' : 'primary'}
            pending={make.isPending && t('code.making')}
            onPress={() => {
              setIsShown(true)
              if (!made) void make.run({ gigId: gig.id })
            }}
          >
            {t(sent ? 'code.showAgain' : isRequest ? 'act.request' : 'act.signCompletion')}
          </Button>
        </div>
      )}
      {/* Stands there before there is anything to say, so that the code is announced. */}
      <p aria-live="polite" className="text-center text-sm text-soft empty:-mt-4">
        {isMade && (
          <>
            <Expires at={made.code.expiry} /> <span>{t('code.notYet', { creator })}</span>
          </>
        )}
      </p>
      {isMade &&
        (sent ? (
          <p role="status" className="text-center font-medium">
            {t('code.sent', { creator })}
          </p>
        ) : (
          <div className="grid justify-items-center gap-2 border-t border-line pt-3">
            <p className="text-center">{t('code.apart', { creator })}</p>
            <ErrorNotice error={send.error} />
            <Button
              pending={send.isPending && t('code.sending')}
              onPress={() => void send.run({ gigId: gig.id, text: writeCodeMessage({ text: '', code: made.text }) })}
            >
              {t('code.send', { creator })}
            </Button>
          </div>
        ))}
    </section>
  )
}
