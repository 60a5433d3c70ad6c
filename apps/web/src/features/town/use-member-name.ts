import type { Member } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { profilesQuery } from '../../lib/profiles.ts'
import { useSession } from '../../session/session-context.ts'

export type NamedMember = Pick<Member, 'walletId'> & Partial<Pick<Member, 'messagingKey'>>

/** How a page calls the members of a town: by the name they told their neighbours where this identity can read it, else by number. */
export const useMemberName = (communityId: number | undefined) => {
  const { t } = useTranslation(['towns', 'common'])
  const { records, wallet } = useSession()
  const isNeighbour = communityId !== undefined && wallet?.communityId === communityId
  // The relay serves a thread to members only.
  const { data: profiles } = useQuery(profilesQuery({ records: isNeighbour ? records : undefined, communityId }))
  const profileOf = ({ messagingKey }: NamedMember) => profiles?.get(messagingKey ?? '')
  return {
    /** Whether the names can be read by who looks. */
    isNeighbour,
    /** Whether they are here yet. */
    areNamesHere: profiles !== undefined,
    profileOf,
    nameOf: (member: NamedMember): string =>
      profileOf(member)?.name ??
      t(isNeighbour && member.messagingKey ? 'common:neighbour' : 'members.member', { id: String(member.walletId) }),
  }
}
