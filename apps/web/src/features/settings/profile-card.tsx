import { MAX_PROFILE_ABOUT, MAX_PROFILE_NAME } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { setProfileFlow } from '../../flows/set-profile.ts'
import { profilesQuery } from '../../lib/profiles.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { createKeystore } from '../../session/keystore.ts'
import { useSession } from '../../session/session-context.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field, TextField } from '../../ui/field.tsx'

/** What neighbours call one. */
export const ProfileCard = () => {
  const { t } = useTranslation('settings')
  const { identity, wallet, records } = useSession()
  const communityId = wallet?.communityId ?? undefined
  const { data: profiles } = useQuery(profilesQuery({ records, communityId }))
  const published = identity && profiles?.get(identity.messagingKey)
  const [typed, setTyped] = useState<{ readonly name: string; readonly about: string }>()
  const [kept, setKept] = useState<{ readonly name: string; readonly about: string }>()
  const flow = useFlow(setProfileFlow)
  useEffect(() => {
    createKeystore()
      .readProfile()
      .then(setKept, () => setKept(undefined))
  }, [])
  const { name, about } = typed ?? published ?? kept ?? { name: '', about: '' }
  const save = async () => {
    const profile = { name: name.trim(), about: about.trim() }
    await createKeystore().writeProfile(profile)
    if (communityId !== undefined) await flow.run({ communityId, ...profile })
  }
  return (
    <Card tone="denim" title={t('profile.title')}>
      <p className="text-soft">{t('profile.text')}</p>
      <form
        className="grid max-w-lg gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (reason() === undefined && !flow.isPending) void save()
        }}
      >
        <Field
          label={t('profile.name')}
          value={name}
          maxLength={MAX_PROFILE_NAME}
          autoComplete="nickname"
          onChange={(value) => setTyped({ name: value, about })}
        />
        <TextField
          label={t('profile.about')}
          rows={2}
          value={about}
          maxLength={MAX_PROFILE_ABOUT}
          onChange={(value) => setTyped({ name, about: value })}
        />
        <ErrorNotice error={flow.error} />
        <p aria-live="polite" className="text-sm font-medium text-forest empty:hidden">
          {flow.isDone && t('profile.done')}
        </p>
        <Button type="submit" pending={flow.isPending && t('profile.pending')} reason={reason()}>
          {t('profile.save')}
        </Button>
      </form>
    </Card>
  )

  function reason() {
    if (communityId === undefined) return t('profile.noTown')
    return name.trim() === '' ? t('profile.noName') : undefined
  }
}
