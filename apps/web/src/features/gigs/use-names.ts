import { type Attachment, toNostrHex } from '@distributed-town/sdk'
import { skipToken, useQueries, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { profilesQuery } from '../../lib/profiles.ts'
import { communityQuery, walletQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useSession } from '../../session/session-context.ts'

export type Names = {
  /** As others call them, oneself included: for sentences in the third person. */
  readonly nameOf: (walletId: number) => string
  /** Who writes with a messaging key (Nostr hex). */
  readonly writerOf: (key: string) => {
    readonly walletId: number | undefined
    readonly name: string
    readonly picture: Attachment | undefined
  }
  /** Messaging key of a wallet, as Nostr hex; undefined while it is read. */
  readonly keyOf: (walletId: number) => string | undefined
}

/**
 * Names of the neighbours of a community.
 *
 * @param walletIds Who may have left the town: they are called as they were last, if that can be read.
 */
export const useNames = (communityId: number | undefined, walletIds: readonly number[] = []): Names => {
  const town = useTown()
  const { t } = useTranslation(['common', 'gigs', 'towns'])
  const { records, wallet } = useSession()
  const isNeighbour = communityId !== undefined && wallet?.communityId === communityId
  // The relay serves a thread to members only.
  const { data: profiles } = useQuery(profilesQuery({ records: isNeighbour ? records : undefined, communityId }))
  const { data: community } = useQuery(
    communityId === undefined ? { queryKey: ['community', 0], queryFn: skipToken } : communityQuery(town, communityId),
  )
  const isHere = (id: number) => community?.roster.some(({ walletId }) => walletId === id) ?? true
  const former = [...new Set(walletIds)].filter((id) => !isHere(id))
  const wallets = useQueries({ queries: former.map((id) => walletQuery(town, id)) })
  const keys = new Map<number, string>()
  for (const { data } of wallets) if (data) keys.set(data.id, toNostrHex(data.messagingKey))
  for (const { walletId, messagingKey } of community?.roster ?? []) keys.set(walletId, toNostrHex(messagingKey))
  const profileOf = (key: string | undefined) => (key === undefined ? undefined : profiles?.get(`0x${key}`))
  const published = (key: string | undefined) => profileOf(key)?.name
  const unnamed = (id: number) => {
    if (!isHere(id)) return t('towns:members.former')
    return isNeighbour ? t('common:neighbour', { id }) : t('towns:members.member', { id: String(id) })
  }
  const nameOf = (walletId: number) => published(keys.get(walletId)) ?? unnamed(walletId)
  return {
    nameOf,
    keyOf: (walletId) => keys.get(walletId),
    writerOf: (key) => {
      const walletId = [...keys].find(([, known]) => known === key)?.[0]
      const picture = profileOf(key)?.picture
      if (walletId !== undefined) return { walletId, picture, name: nameOf(walletId) }
      return { walletId, picture, name: published(key) ?? t('gigs:conversation.former') }
    },
  }
}
