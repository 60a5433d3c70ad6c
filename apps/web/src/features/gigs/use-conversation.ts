import { type Records, toNostrHex } from '@distributed-town/sdk'
import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { useSession } from '../../session/session-context.ts'

/** The messages on a gig, earliest first; the node's events bring new ones (lib/use-live.ts). */
export const useConversation = (gigRecord: `0x${string}`) => {
  const { records } = useSession()
  return useQuery({
    queryKey: ['comments', toNostrHex(gigRecord)],
    queryFn: records ? async () => (await import('./list-messages.ts')).listMessages(records, gigRecord) : skipToken,
    structuralSharing: false,
  })
}

/** The messages on several gigs by the id of their record: one question to the relay, which takes few at once. */
export const conversationsQuery = (records: Records | undefined, gigRecords: readonly `0x${string}`[]) => {
  const ids = gigRecords.map(toNostrHex)
  return queryOptions({
    queryKey: ['comments', 'of', ids],
    queryFn:
      records && ids.length > 0
        ? async () => (await import('./list-messages.ts')).listConversations(records, ids)
        : skipToken,
    structuralSharing: false,
  })
}
