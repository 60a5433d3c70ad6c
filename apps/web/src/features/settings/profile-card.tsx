import { MAX_PROFILE_ABOUT, MAX_PROFILE_NAME } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { setProfileFlow } from '../../flows/set-profile.ts'
import { profilesQuery } from '../../lib/profiles.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { createKeystore, type OwnProfile } from '../../session/keystore.ts'
import { useSession } from '../../session/session-context.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field, TextField } from '../../ui/field.tsx'
import { Avatar } from '../pictures/avatar.tsx'
import { PictureField } from '../pictures/picture-field.tsx'
import { areDescribed, usePictureChoice } from '../pictures/use-picture-choice.ts'

/** What neighbours call one, and see. */
export const ProfileCard = () => {
  const { t } = useTranslation(['settings', 'pictures'])
  const { identity, wallet, records } = useSession()
  const communityId = wallet?.communityId ?? undefined
  const { data: profiles } = useQuery(profilesQuery({ records, communityId }))
  const published = identity && profiles?.get(identity.messagingKey)
  const [typed, setTyped] = useState<{ readonly name: string; readonly about: string }>()
  const [kept, setKept] = useState<OwnProfile>()
  const [isChecked, setIsChecked] = useState(false)
  const [isRemoved, setIsRemoved] = useState(false)
  const choice = usePictureChoice({ most: 1, shape: 'square' })
  const [chosen] = choice.pictures
  const shown = isRemoved ? undefined : published?.picture
  const flow = useFlow(setProfileFlow)
  useEffect(() => {
    createKeystore()
      .readProfile()
      .then(setKept, () => setKept(undefined))
  }, [])
  const { name, about } = typed ?? published ?? kept ?? { name: '', about: '' }
  const save = async () => {
    setIsChecked(true)
    if (!areDescribed(choice)) return
    const profile = { name: name.trim(), about: about.trim() }
    await createKeystore().writeProfile({ ...profile, picture: await pictureToKeep() })
    if (communityId === undefined) return
    const picture = chosen ? { chosen } : shown && { published: shown }
    if (await flow.run({ communityId, ...profile, picture })) choice.clear()
  }
  const pictureToKeep = async () => {
    if (!chosen) return isRemoved ? undefined : kept?.picture
    const { blob, mime, width, height, alt } = chosen
    return { bytes: new Uint8Array(await blob.arrayBuffer()), mime, width, height, alt: alt.trim() }
  }
  return (
    <Card tone="denim" title={t('settings:profile.title')}>
      <p className="text-soft">{t('settings:profile.text')}</p>
      <form
        className="grid max-w-lg gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (reason() === undefined && !flow.isPending) void save()
        }}
      >
        <Field
          label={t('settings:profile.name')}
          value={name}
          maxLength={MAX_PROFILE_NAME}
          autoComplete="nickname"
          onChange={(value) => setTyped({ name: value, about })}
        />
        <TextField
          label={t('settings:profile.about')}
          rows={2}
          value={about}
          maxLength={MAX_PROFILE_ABOUT}
          onChange={(value) => setTyped({ name, about: value })}
        />
        {communityId !== undefined && shown && !chosen && (
          <div className="flex items-center gap-3">
            <Avatar name={name} picture={shown} communityId={communityId} size="large" />
            <Button look="quiet" onPress={() => setIsRemoved(true)}>
              {t('settings:profile.pictureRemove')}
            </Button>
          </div>
        )}
        <PictureField label={t('settings:profile.picture')} choice={choice} most={1} isChecked={isChecked} />
        <ErrorNotice error={flow.error} />
        <p aria-live="polite" className="text-sm font-medium text-forest empty:hidden">
          {flow.isDone && t('settings:profile.done')}
        </p>
        <Button type="submit" pending={flow.isPending && t('settings:profile.pending')} reason={reason()}>
          {t('settings:profile.save')}
        </Button>
      </form>
    </Card>
  )

  function reason() {
    if (communityId === undefined) return t('settings:profile.noTown')
    return name.trim() === '' ? t('settings:profile.noName') : undefined
  }
}
