import { MAX_PROFILE_ABOUT, MAX_PROFILE_NAME } from '@distributed-town/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFlow } from '../../lib/use-flow.ts'
import { createKeystore } from '../../session/keystore.ts'
import { useSession } from '../../session/session-context.ts'
import { UnlockForm } from '../../session/unlock-form.tsx'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field, TextField } from '../../ui/field.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { OpenExisting } from './open-existing.tsx'

const MIN_PASSPHRASE = 10

/** Name and passphrase, from which the key is made; or an identity that exists. */
export const IdentityStep = ({
  isExisting,
  onCreating,
}: {
  /** Whether there is one to be opened. */
  readonly isExisting: boolean
  readonly onCreating: (isCreating: boolean) => void
}) => {
  const { t } = useTranslation('start')
  const { status } = useSession()
  if (status === 'locked') {
    return (
      <>
        <UnlockForm />
        <OpenExisting title={t('existing.title')} />
      </>
    )
  }
  return (
    <>
      {isExisting ? <OpenExisting /> : <CreateForm onCreating={onCreating} />}
      <LinkButton look="quiet" to="/start" search={(search) => ({ ...search, have: isExisting ? undefined : true })}>
        {isExisting ? t('identity.new') : t('identity.existing')}
      </LinkButton>
    </>
  )
}

const CreateForm = ({ onCreating }: { readonly onCreating: (isCreating: boolean) => void }) => {
  const { t } = useTranslation('start')
  const { create } = useSession()
  const [name, setName] = useState('')
  const [about, setAbout] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const [isShown, setIsShown] = useState(false)
  const flow = useFlow<void, true>({
    run: async () => {
      if (name.trim() !== '') await createKeystore().writeProfile({ name: name.trim(), about: about.trim() })
      await create(passphrase)
      return true
    },
  })
  const reason = whatIsMissing()
  const submit = async () => {
    // Before, so that the session opens into the next part of this step.
    onCreating(true)
    if (!(await flow.run())) onCreating(false)
  }
  return (
    <Card tone="denim" title={t('identity.title')}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (reason === undefined) void submit()
        }}
      >
        <Field
          label={t('identity.name')}
          hint={t('identity.nameHint')}
          value={name}
          onChange={setName}
          maxLength={MAX_PROFILE_NAME}
          autoComplete="nickname"
        />
        <TextField
          label={t('identity.about')}
          rows={2}
          value={about}
          onChange={setAbout}
          maxLength={MAX_PROFILE_ABOUT}
        />
        <Field
          label={t('identity.passphrase')}
          hint={t('identity.passphraseHint')}
          type={isShown ? 'text' : 'password'}
          autoComplete="new-password"
          value={passphrase}
          onChange={setPassphrase}
        />
        {!isShown && (
          <Field
            label={t('identity.repeat')}
            type="password"
            autoComplete="new-password"
            value={repeated}
            onChange={setRepeated}
          />
        )}
        <label className="flex min-h-11 items-center gap-3">
          <input
            type="checkbox"
            className="size-5"
            checked={isShown}
            onChange={(event) => setIsShown(event.target.checked)}
          />
          {t('identity.show')}
        </label>
        {flow.isPending && <ProgressBar label={t('identity.working')} />}
        <ErrorNotice error={flow.error} />
        <Button type="submit" pending={flow.isPending && t('identity.pending')} reason={reason}>
          {t('identity.submit')}
        </Button>
      </form>
    </Card>
  )

  function whatIsMissing() {
    if (passphrase.length < MIN_PASSPHRASE) return t('identity.short', { count: MIN_PASSPHRASE - passphrase.length })
    if (!isShown && repeated !== passphrase) return t('identity.differs')
    return undefined
  }
}
