import type { Gig } from '@distributed-town/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { acceptRequestFlow } from '../../flows/accept-request.ts'
import { completeGigFlow } from '../../flows/complete-gig.ts'
import { writeCommentFlow } from '../../flows/write-comment.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { Expires } from './expires.tsx'
import { writeDecline } from './message.ts'
import type { SentCode } from './requests.ts'
import { TakerSummary } from './taker-summary.tsx'
import type { Names } from './use-names.ts'

type Parts = {
  readonly gig: Gig
  readonly sent: SentCode
  readonly name: string
  readonly onDone: (act: 'accept' | 'complete', taker: string) => void
}

/** The codes that neighbours sent to the creator, each with the button that uses it. */
export const SentCodes = ({
  gig,
  codes,
  names,
  onDone,
}: {
  readonly gig: Gig
  readonly codes: readonly SentCode[]
  readonly names: Names
  readonly onDone: Parts['onDone']
}) => {
  const { t } = useTranslation('gigs')
  if (codes.length === 0) return null
  return (
    <section aria-label={t('accept.codes')}>
      <ul className="grid gap-3">
        {codes.map((sent) => {
          const parts = { gig, sent, name: names.nameOf(sent.code.walletId), onDone }
          return (
            <li key={sent.code.walletId} className="grid gap-2 rounded-lg border border-line p-3">
              {sent.code.action === 'Request' ? <SentRequest {...parts} /> : <SentCompletion {...parts} />}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

const SentRequest = ({ gig, sent, name, onDone }: Parts) => {
  const { t } = useTranslation('gigs')
  const [isDeclining, setIsDeclining] = useState(false)
  const flow = useFlow(acceptRequestFlow)
  const accept = async () => {
    if (await flow.run({ code: sent.code })) onDone('accept', name)
  }
  return (
    <>
      <p className="font-semibold">{t('accept.asks', { name })}</p>
      {sent.message.text !== '' && (
        <p dir="auto" className="whitespace-pre-wrap">
          {sent.message.text}
        </p>
      )}
      <TakerSummary walletId={sent.code.walletId} skill={gig.skill} />
      <p className="text-sm text-soft">
        <Expires at={sent.code.expiry} />
      </p>
      <ErrorNotice error={flow.error} />
      <div className="flex flex-wrap gap-2">
        <Button pending={flow.isPending && t('act.working')} onPress={() => void accept()}>
          {t('accept.accept', { name })}
        </Button>
        {!isDeclining && (
          <Button look="plain" onPress={() => setIsDeclining(true)}>
            {t('accept.decline')}
          </Button>
        )}
      </div>
      {isDeclining && <DeclineForm {...{ gig, sent, name }} onClose={() => setIsDeclining(false)} />}
    </>
  )
}

const DeclineForm = ({
  gig,
  sent,
  name,
  onClose,
}: Omit<Parts, 'onDone'> & {
  readonly onClose: () => void
}) => {
  const { t } = useTranslation(['gigs', 'common'])
  const [text, setText] = useState(() => t('gigs:accept.declineDefault', { name }))
  const flow = useFlow(writeCommentFlow)
  const { walletId, round } = sent.code
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void flow.run({ gigId: gig.id, text: writeDecline({ text, walletId, round }) })
      }}
    >
      <TextField
        label={t('gigs:accept.declineLabel', { name })}
        hint={t('gigs:accept.declineHint')}
        value={text}
        onChange={setText}
        rows={2}
        maxLength={1500}
      />
      <ErrorNotice error={flow.error} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" pending={flow.isPending && t('gigs:code.sending')}>
          {t('gigs:accept.declineSend')}
        </Button>
        <Button look="quiet" onPress={onClose}>
          {t('common:cancel')}
        </Button>
      </div>
    </form>
  )
}

const SentCompletion = ({ sent, name, onDone }: Parts) => {
  const { t } = useTranslation('gigs')
  const flow = useFlow(completeGigFlow)
  const complete = async () => {
    if (await flow.run({ code: sent.code })) onDone('complete', name)
  }
  return (
    <>
      <p className="font-semibold">{t('accept.agrees', { name })}</p>
      <p className="text-sm text-soft">
        <Expires at={sent.code.expiry} />
      </p>
      <ErrorNotice error={flow.error} />
      <div>
        <Button pending={flow.isPending && t('act.working')} onPress={() => void complete()}>
          {t('accept.complete', { name })}
        </Button>
      </div>
    </>
  )
}
