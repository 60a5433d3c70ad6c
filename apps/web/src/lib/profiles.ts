import type { Attachment, Records } from '@distributed-town/sdk'
import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSession } from '../session/session-context.ts'

export type Profile = {
  readonly name: string
  readonly about: string
  readonly picture: Attachment | undefined
  readonly createdAt: number
}

/** The latest profile of each member who wrote one, by messaging key (`0x…`); undefined where this identity can't read it. */
export const profilesQuery = ({
  records,
  communityId,
}: {
  readonly records: Records | undefined
  readonly communityId: number | undefined
}) =>
  queryOptions({
    queryKey: ['profiles', communityId ?? 0],
    queryFn:
      records && communityId !== undefined
        ? async () => (await import('./list-profiles.ts')).listProfiles(records, communityId)
        : skipToken,
    structuralSharing: false,
  })

/** How to call a neighbour: the name they published if this identity can read it, else `Neighbour 12`. */
export const useNeighbourName = (communityId: number | undefined) => {
  const { t } = useTranslation()
  const { records, wallet } = useSession()
  const { data } = useQuery(profilesQuery({ records, communityId }))
  return (neighbour: { readonly walletId: number; readonly messagingKey?: string | undefined }): string => {
    if (neighbour.walletId === wallet?.id) return t('you')
    const name = neighbour.messagingKey && data?.get(neighbour.messagingKey)?.name
    return name || t('neighbour', { id: neighbour.walletId })
  }
}
