import { type Gig, MAX_COMMENT } from '@distributed-town/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { writeCommentFlow } from '../../flows/write-comment.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { useSession } from '../../session/session-context.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Time } from '../../ui/time.tsx'
import type { Message } from './message.ts'
import type { SentCodes } from './requests.ts'
import type { useConversation } from './use-conversation.ts'
import type { Names } from './use-names.ts'

/** What neighbours write about a gig; codes and answers stand among it in words. */
export const Conversation = ({
  gig,
  names,
  sent,
  conversation,
}: {
  readonly gig: Gig
  readonly names: Names
  readonly sent: SentCodes
  readonly conversation: ReturnType<typeof useConversation>
}) => {
  const { t } = useTranslation('gigs')
  const { status, wallet, recordsError } = useSession()
  const isMember = wallet?.communityId === gig.communityId
  if (!isMember) {
    return (
      <Card title={t('conversation.title')}>
        <p className="text-soft">{t('conversation.readOnly')}</p>
      </Card>
    )
  }
  if (status === 'locked') {
    return (
      <Card title={t('conversation.title')}>
        <p className="text-soft">{t('conversation.locked')}</p>
      </Card>
    )
  }
  const { data: messages, error } = conversation
  return (
    <Card title={t('conversation.title')}>
      <p className="text-sm text-soft">{t('conversation.note')}</p>
      <ErrorNotice error={error ?? recordsError} />
      {!messages && !error && !recordsError && <Spinner label={t('conversation.opening')} />}
      {messages?.length === 0 && <p className="text-soft">{t('conversation.empty')}</p>}
      <div role="log" aria-live="polite" aria-label={t('conversation.title')}>
        <ol className="grid gap-3">
          {messages?.map((message) => (
            <li key={message.id}>
              <MessageView
                {...{ message, names }}
                isUsable={sent.open.some((open) => open.message.id === message.id)}
              />
            </li>
          ))}
        </ol>
      </div>
      <MessageForm gigId={gig.id} />
    </Card>
  )
}

const MessageView = ({
  message,
  names,
  isUsable,
}: {
  readonly message: Message
  readonly names: Names
  readonly isUsable: boolean
}) => {
  const { t } = useTranslation('gigs')
  const { wallet } = useSession()
  const { name, walletId } = names.writerOf(message.author)
  const isOwn = walletId !== undefined && walletId === wallet?.id
  const { code, declines } = message
  return (
    <article
      className={`grid max-w-[90%] gap-1 rounded-xl border border-line px-3 py-2 ${isOwn ? 'ml-auto bg-denim/10' : 'bg-page'}`}
    >
      <p className="flex flex-wrap justify-between gap-x-3 text-sm">
        <span className="font-semibold">{isOwn ? t('fact.nameYou', { name }) : name}</span>
        <span className="text-soft">
          <Time at={message.createdAt} />
        </span>
      </p>
      {code && (
        <p className="font-medium">
          {t(code.action === 'Request' ? 'conversation.sentRequest' : 'conversation.sentCompletion', {
            name: names.nameOf(code.walletId),
          })}
        </p>
      )}
      {declines && (
        <p className="font-medium">{t('conversation.declined', { name: names.nameOf(declines.walletId) })}</p>
      )}
      {message.text !== '' && (
        <p dir="auto" className="whitespace-pre-wrap">
          {message.text}
        </p>
      )}
      {code && !isUsable && <p className="text-sm text-soft">{t('conversation.stale')}</p>}
    </article>
  )
}

const MessageForm = ({ gigId }: { readonly gigId: bigint }) => {
  const { t } = useTranslation('gigs')
  const [text, setText] = useState('')
  const [isChecked, setIsChecked] = useState(false)
  const flow = useFlow(writeCommentFlow)
  const isWrong = text.trim() === '' || text.length > MAX_COMMENT
  const send = async () => {
    setIsChecked(true)
    if (isWrong || !(await flow.run({ gigId, text: text.trim() }))) return
    setText('')
    setIsChecked(false)
  }
  return (
    <form
      className="grid gap-2"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <TextField
        label={t('conversation.label')}
        value={text}
        onChange={setText}
        rows={2}
        error={isChecked && isWrong ? t('conversation.fix') : undefined}
      />
      <ErrorNotice error={flow.error} />
      <div>
        <Button type="submit" look="plain" pending={flow.isPending && t('conversation.sending')}>
          {t('conversation.send')}
        </Button>
      </div>
    </form>
  )
}
