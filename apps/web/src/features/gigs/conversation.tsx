import { type Gig, MAX_ATTACHMENTS, MAX_COMMENT } from '@distributed-town/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteCommentFlow } from '../../flows/delete-comment.ts'
import type { UploadProgress as Progress } from '../../flows/upload-pictures.ts'
import { writeCommentFlow } from '../../flows/write-comment.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { useSession } from '../../session/session-context.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Time } from '../../ui/time.tsx'
import { AttachmentPictures } from '../pictures/attachment-picture.tsx'
import { Avatar } from '../pictures/avatar.tsx'
import { PictureField } from '../pictures/picture-field.tsx'
import { UploadProgress } from '../pictures/upload-progress.tsx'
import { areDescribed, usePictureChoice } from '../pictures/use-picture-choice.ts'
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
                {...{ gig, message, names }}
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
  gig,
  message,
  names,
  isUsable,
}: {
  readonly gig: Pick<Gig, 'communityId'>
  readonly message: Message
  readonly names: Names
  readonly isUsable: boolean
}) => {
  const { t } = useTranslation('gigs')
  const { wallet } = useSession()
  const { name, walletId, picture } = names.writerOf(message.author)
  const isOwn = walletId !== undefined && walletId === wallet?.id
  const { code, declines } = message
  return (
    <div className={`flex items-start gap-2 ${isOwn ? 'flex-row-reverse' : ''}`}>
      <Avatar name={name} picture={picture} communityId={gig.communityId} />
      <article
        className={`grid min-w-0 gap-1 rounded-xl border border-line px-3 py-2 ${isOwn ? 'bg-denim/10' : 'bg-page'}`}
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
          <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
            {message.text}
          </p>
        )}
        <AttachmentPictures attachments={message.attachments} communityId={gig.communityId} />
        {code && !isUsable && <p className="text-sm text-soft">{t('conversation.stale')}</p>}
        {isOwn && !code && !declines && <DeleteMessage id={message.id} />}
      </article>
    </div>
  )
}

/** Takes an own message back, once it is clear what that does. */
const DeleteMessage = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation('gigs')
  const [isAsking, setIsAsking] = useState(false)
  const flow = useFlow(deleteCommentFlow)
  return (
    <div className="justify-self-end text-sm">
      <Button look="quiet" onPress={() => setIsAsking(true)}>
        {t('conversation.delete')}
      </Button>
      {isAsking && (
        <Dialog title={t('conversation.deleteTitle')} onClose={() => setIsAsking(false)}>
          <p>{t('conversation.deleteText')}</p>
          <ErrorNotice error={flow.error} />
          <div className="flex flex-wrap justify-end gap-3">
            <Button look="plain" onPress={() => setIsAsking(false)}>
              {t('conversation.deleteKeep')}
            </Button>
            <Button
              look="danger"
              pending={flow.isPending && t('conversation.deleting')}
              onPress={() => void flow.run({ recordId: `0x${id}` })}
            >
              {t('conversation.delete')}
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  )
}

const MessageForm = ({ gigId }: { readonly gigId: bigint }) => {
  const { t } = useTranslation(['gigs', 'pictures'])
  const [text, setText] = useState('')
  const [isChecked, setIsChecked] = useState(false)
  const [progress, setProgress] = useState<Progress>()
  const choice = usePictureChoice({ most: MAX_ATTACHMENTS })
  const flow = useFlow(writeCommentFlow)
  const isWrong = (text.trim() === '' && choice.pictures.length === 0) || text.length > MAX_COMMENT
  const send = async () => {
    setIsChecked(true)
    if (isWrong || !areDescribed(choice)) return
    const { pictures } = choice
    if (!(await flow.run({ gigId, text: text.trim(), pictures, onProgress: setProgress }))) return
    setText('')
    choice.clear()
    setProgress(undefined)
    setIsChecked(false)
  }
  return (
    <form
      className="grid gap-3 border-t border-line pt-3"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <TextField
        label={t('gigs:conversation.label')}
        value={text}
        onChange={setText}
        rows={2}
        error={isChecked && isWrong ? t('gigs:conversation.fix') : undefined}
      />
      <PictureField label={t('pictures:add')} choice={choice} most={MAX_ATTACHMENTS} isChecked={isChecked} />
      {flow.isPending && progress && <UploadProgress progress={progress} count={choice.pictures.length} />}
      <ErrorNotice error={flow.error} />
      <div>
        <Button type="submit" look="plain" pending={flow.isPending && t('gigs:conversation.sending')}>
          {t('gigs:conversation.send')}
        </Button>
      </div>
    </form>
  )
}
