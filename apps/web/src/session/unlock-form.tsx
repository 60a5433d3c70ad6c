import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '../lib/use-error-text.ts'
import { Button, LinkButton } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { useSession } from './session-context.ts'

/** Asks for the passphrase of the identity on this device. */
export const UnlockForm = () => {
  const { t } = useTranslation('session')
  const textOf = useErrorText()
  const { address, unlock } = useSession()
  const [passphrase, setPassphrase] = useState('')
  const [isPending, setIsPending] = useState(false)
  const [error, setError] = useState<unknown>()
  const submit = async () => {
    setIsPending(true)
    setError(undefined)
    try {
      await unlock(passphrase)
    } catch (caught) {
      setError(caught)
      setIsPending(false)
    }
  }
  return (
    <Card tone="denim" title={t('unlock.title')}>
      <p className="text-soft">{t('unlock.text')}</p>
      <form
        className="grid max-w-md gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (passphrase !== '' && !isPending) void submit()
        }}
      >
        {/* For password managers: whose passphrase it is. */}
        <input type="hidden" name="username" autoComplete="username" value={address ?? ''} />
        <Field
          label={t('passphrase')}
          type="password"
          autoComplete="current-password"
          value={passphrase}
          onChange={setPassphrase}
          error={error === undefined ? undefined : textOf(error)}
        />
        {isPending && <ProgressBar label={t('unlock.working')} />}
        <Button
          type="submit"
          pending={isPending && t('unlock.pending')}
          reason={passphrase === '' ? t('unlock.empty') : undefined}
        >
          {t('unlock.submit')}
        </Button>
      </form>
      <LinkButton to="/start" look="quiet">
        {t('unlock.other')}
      </LinkButton>
    </Card>
  )
}
