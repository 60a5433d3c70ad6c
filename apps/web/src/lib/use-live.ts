import { type LiveStatus, type ServerEvent, subscribeLive } from '@distributed-town/sdk'
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useOffline } from '../offline/offline-context.ts'
import { useOutbox } from '../outbox/outbox-context.ts'
import { useTown } from './town-context.ts'

/** Keeps what was read fresh by the node's events. */
export const useLive = (): LiveStatus => {
  const town = useTown()
  const client = useQueryClient()
  const { answers, pages } = useOffline()
  const outbox = useOutbox()
  const [status, setStatus] = useState<LiveStatus>('connecting')
  useEffect(() => {
    const refresh = (queryKey: QueryKey) => void client.invalidateQueries({ queryKey })
    return subscribeLive(town, {
      onStatus: (now) => {
        setStatus(now)
        if (now !== 'connected') return
        // The node is back, perhaps with another version.
        outbox.wake()
        pages.lookForNew()
        if (answers.oldest() !== undefined) void client.invalidateQueries()
      },
      onEvent: (event) => {
        if (event.type === 'reset') return void client.invalidateQueries()
        for (const key of keysOf(event)) refresh(key)
        // Read anew by those who look at it, when its time has come.
        if (event.type === 'community') void client.invalidateQueries({ queryKey: ['network'], refetchType: 'none' })
      },
    })
  }, [town, client, answers, pages, outbox])
  return status
}

const keysOf = (event: Exclude<ServerEvent, { type: 'reset' }>): readonly QueryKey[] => {
  switch (event.type) {
    case 'block':
      return [['health']]
    case 'gig':
      return [['gig', String(event.id)], ['gigs', event.communityId], ['community', event.communityId], ['wallet-gigs']]
    case 'community':
      return [['community', event.id], ['communities'], ['history', event.id]]
    case 'wallet':
      // `own` is keyed by address.
      return [
        ['wallet', event.id],
        ['wallet', 'own'],
        ['wallet-gigs', event.id],
        ['statement', event.id],
        ['partners', event.id],
      ]
    case 'record':
      return [['record', event.id], ['comments'], ['profiles', event.communityId]]
  }
}
