import { MAX_PROFILE_ABOUT, MAX_PROFILE_NAME, type Wallet } from '@distributed-town/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { setProfileFlow } from '../../flows/set-profile.ts'
import type { Profile } from '../../lib/profiles.ts'
import { useFlow } from '../../lib/use-flow.ts'
import { useSession } from '../../session/session-context.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field, TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useMemberName } from '../town/use-member-name.ts'

/** Name and text that neighbours read. */
export const ProfileCard = ({ wallet, communityId }: { readonly wallet: Wallet; readonly communityId: number }) => {
  const { t } = useTranslation('wallet')
  const { records, recordsError } = useSession()
  const { nameOf, profileOf, areNamesHere } = useMemberName(communityId)
  const self = { walletId: wallet.id, messagingKey: wallet.messagingKey }
  const profile = profileOf(self)
  return (
    <Card title={t('profile.title')}>
      {profile ? (
        <div className="grid gap-1">
          <p>{t('profile.current', { name: profile.name })}</p>
          {profile.about !== '' && <p className="whitespace-pre-line text-sm text-soft">{profile.about}</p>}
        </div>
      ) : (
        areNamesHere && <p>{t('profile.nobody', { name: nameOf(self) })}</p>
      )}
      <p className="text-sm text-soft">{t('profile.explain')}</p>
      {records && areNamesHere && (
        <ProfileForm key={profile?.createdAt ?? 0} profile={profile} communityId={communityId} />
      )}
      {!areNamesHere && !recordsError && <p className="text-sm">{t('profile.keysPending')}</p>}
      <ErrorNotice error={recordsError} />
    </Card>
  )
}

const ProfileForm = ({
  profile,
  communityId,
}: {
  readonly profile: Profile | undefined
  readonly communityId: number
}) => {
  const { t } = useTranslation('wallet')
  const flow = useFlow(setProfileFlow)
  const [name, setName] = useState(profile?.name ?? '')
  const [about, setAbout] = useState(profile?.about ?? '')
  const isUnchanged = name.trim() === (profile?.name ?? '') && about.trim() === (profile?.about ?? '')
  const reason = name.trim() === '' ? t('profile.nameMissing') : isUnchanged ? t('profile.unchanged') : undefined
  const form = (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (reason === undefined) void flow.run({ communityId, name, about })
      }}
    >
      <Field
        label={t('profile.name')}
        autoComplete="nickname"
        maxLength={MAX_PROFILE_NAME}
        value={name}
        onChange={setName}
      />
      <TextField
        label={t('profile.about')}
        hint={t('profile.aboutHint')}
        maxLength={MAX_PROFILE_ABOUT}
        value={about}
        onChange={setAbout}
      />
      <Button type="submit" pending={flow.isPending && t('profile.saving')} reason={reason}>
        {t('profile.save')}
      </Button>
      <ErrorNotice error={flow.error} />
    </form>
  )
  return (
    <>
      {flow.isDone && <Notice tone="good">{t('profile.saved')}</Notice>}
      {profile ? (
        <details>
          <summary className="flex min-h-11 cursor-pointer items-center text-denim">{t('profile.edit')}</summary>
          {form}
        </details>
      ) : (
        form
      )}
    </>
  )
}
