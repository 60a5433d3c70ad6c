import { type Community, MAX_MEMBERS } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { InvitationLink } from '../next/invitation-link.tsx'
import { useMemberName } from './use-member-name.ts'

/** How many seats a town has left, and for those who live there the link by which others come. */
export const FreeSeats = ({ community }: { readonly community: Pick<Community, 'id' | 'members' | 'active'> }) => {
  const { t } = useTranslation('towns')
  const { isNeighbour } = useMemberName(community.id)
  const free = MAX_MEMBERS - community.members
  if (free === 0) return null
  return (
    <div id="free" tabIndex={-1} className="grid gap-2">
      <p className="text-sm text-soft">{t('members.freeSeats', { count: free })}</p>
      {/* Before, this is the next useful thing above. */}
      {isNeighbour && community.active && <InvitationLink communityId={community.id} />}
    </div>
  )
}
