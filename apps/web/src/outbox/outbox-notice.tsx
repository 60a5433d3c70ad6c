import { fromErrorBody, signAgain } from '@distributed-town/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTown } from '../lib/town-context.ts'
import { useErrorText } from '../lib/use-error-text.ts'
import { useFormats } from '../lib/use-formats.ts'
import { useSession } from '../session/session-context.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Time } from '../ui/time.tsx'
import { describeRequest } from './describe-request.ts'
import { useOutbox, useWaiting } from './outbox-context.ts'
import type { Waiting } from './store.ts'

/** Each request that had to wait: what it is, where it stands, and what can be done about it. */
export const OutboxNotice = () => {
  const { t } = useTranslation('outbox')
  const all = useWaiting()
  const isWaiting = all.some(({ status }) => status === 'waiting')
  return (
    <div className="mb-4">
      <Notice tone={isWaiting ? 'warning' : 'info'} title={isWaiting ? t('waiting', { count: all.length }) : t('over')}>
        {isWaiting && <p className="text-soft">{t('explained')}</p>}
        <ul className="grid gap-3">
          {all.map((waiting) => (
            <li key={waiting.id} className="grid gap-1">
              <Entry waiting={waiting} />
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  )
}

const Entry = ({ waiting }: { readonly waiting: Waiting }) => {
  const { t } = useTranslation(['outbox', 'common'])
  const { amount } = useFormats()
  const textOf = useErrorText()
  const outbox = useOutbox()
  const { id, status, signedAt, error, relayRequest } = waiting
  const described = describeRequest(relayRequest.request)
  const credits = described.amount === undefined ? '' : amount(described.amount)
  return (
    <>
      <p className="font-semibold">
        {t([`act.${described.act}`, 'act.other'] as unknown as 'act.other', { amount: credits })}
      </p>
      <p>
        {t(`status.${status === 'sending' ? 'waiting' : status}`)} · {t('signed')} <Time at={signedAt / 1000} />
      </p>
      {error && <p>{textOf(fromErrorBody(error))}</p>}
      <div className="flex flex-wrap gap-3">
        {status === 'waiting' ? (
          <Button look="plain" onPress={() => void outbox.withdraw(id)}>
            {t('withdraw')}
          </Button>
        ) : (
          <>
            {error && MAY_BE_SIGNED_AGAIN.has(error.code) && <SignAgain waiting={waiting} />}
            <Button look="plain" onPress={() => void outbox.dismiss(id)}>
              {t('common:close')}
            </Button>
          </>
        )}
      </div>
    </>
  )
}

/** The node says by them that the request was never carried out. */
const MAY_BE_SIGNED_AGAIN: ReadonlySet<string> = new Set(['REQUEST_EXPIRED', 'STALE_NONCE'])

const SignAgain = ({ waiting }: { readonly waiting: Waiting }) => {
  const { t } = useTranslation('outbox')
  const town = useTown()
  const outbox = useOutbox()
  const textOf = useErrorText()
  const { identity } = useSession()
  const { request } = waiting.relayRequest
  const [isPending, setIsPending] = useState(false)
  const [error, setError] = useState<unknown>()
  const again = async () => {
    if (!identity) return
    setIsPending(true)
    try {
      await signAgain(town, { identity, request })
      await outbox.dismiss(waiting.id)
    } catch (caught) {
      setError(caught)
      setIsPending(false)
    }
  }
  const isOther = identity && identity.owner.address.toLowerCase() !== request.from.toLowerCase()
  return (
    <>
      <Button
        pending={isPending}
        reason={identity ? (isOther ? t('other') : undefined) : t('locked')}
        onPress={() => void again()}
      >
        {t('again')}
      </Button>
      {error !== undefined && <p role="alert">{textOf(error)}</p>}
    </>
  )
}
