import type { Wallet } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../session/session-context.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useMemberName } from '../town/use-member-name.ts'

/** Name and text that neighbours read. */
export const ProfileCard = ({ wallet, communityId }: { readonly wallet: Wallet; readonly communityId: number }) => {
  const { t } = useTranslation('wallet')
  const { recordsError } = useSession()
  const { nameOf, profileOf, areNamesHere } = useMemberName(communityId)
  const self = { walletId: wallet.id, messagingKey: wallet.messagingKey }
  const profile = profileOf(self)
  return (
    <Card title={t('profile.title')}>
      {areNamesHere && <p>{t(profile ? 'profile.current' : 'profile.nobody', { name: nameOf(self) })}</p>}
      {profile?.about && <p className="whitespace-pre-line text-sm text-soft">{profile.about}</p>}
      {!areNamesHere && !recordsError && <p>{t('profile.keysPending')}</p>}
      <ErrorNotice error={recordsError} />
      <p className="text-sm text-soft">{t('profile.explain')}</p>
      <div>
        <LinkButton to="/settings" look="plain">
          {t(profile ? 'profile.edit' : 'profile.add')}
        </LinkButton>
      </div>
    </Card>
  )
}
