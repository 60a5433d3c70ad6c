import { listComments, type Records, toNostrHex } from '@distributed-town/sdk'
import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { useSession } from '../../session/session-context.ts'
import { readMessage } from './message.ts'

/** The messages on a gig, earliest first. */
export const conversationQuery = (records: Records | undefined, gigRecord: `0x${string}`) =>
  queryOptions({
    queryKey: ['comments', toNostrHex(gigRecord)],
    queryFn: records ? async () => (await listComments({ records, gigRecord })).map(readMessage) : skipToken,
    structuralSharing: false,
  })

/** As `conversationQuery`; the node's events bring new messages (lib/use-live.ts). */
export const useConversation = (gigRecord: `0x${string}`) =>
  useQuery(conversationQuery(useSession().records, gigRecord))
