import { isTownError, openWith, RecordKind, type Records } from '@distributed-town/sdk'
import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSession } from '../session/session-context.ts'

export type Profile = { readonly name: string; readonly about: string; readonly createdAt: number }

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
    queryFn: records && communityId !== undefined ? () => listProfiles(records, communityId) : skipToken,
    structuralSharing: false,
  })

const listProfiles = async (
  records: Records,
  communityId: number,
): Promise<ReadonlyMap<string, Profile | undefined>> => {
  const events = await records.relay.list({ kinds: [RecordKind.Profile], '#h': [String(communityId)] })
  const profiles = new Map<string, Profile | undefined>()
  for (const event of events) {
    const key = `0x${event.pubkey}`
    const known = profiles.get(key)
    if (known && known.createdAt >= event.created_at) continue
    profiles.set(key, open(records, event) ?? known)
  }
  return profiles
}

const open = (records: Records, event: Parameters<typeof openWith>[1]): Profile | undefined => {
  try {
    const record = openWith(records, event)
    if (record.kind !== RecordKind.Profile) return undefined
    return { name: record.content.name, about: record.content.about, createdAt: record.createdAt }
  } catch (error) {
    // Its key was not passed on to this identity, or it is no profile.
    if (isTownError(error)) return undefined
    throw error
  }
}

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
