import { isTownError, listComments, openWith, RecordKind, type Records, toNostrHex } from '@distributed-town/sdk'
import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { useSession } from '../../session/session-context.ts'
import { type Message, readMessage } from './message.ts'

/** The messages on a gig, earliest first; the node's events bring new ones (lib/use-live.ts). */
export const useConversation = (gigRecord: `0x${string}`) => {
  const { records } = useSession()
  return useQuery({
    queryKey: ['comments', toNostrHex(gigRecord)],
    queryFn: records ? async () => (await listComments({ records, gigRecord })).map(readMessage) : skipToken,
    structuralSharing: false,
  })
}

/** The messages on several gigs by the id of their record: one question to the relay, which takes few at once. */
export const conversationsQuery = (records: Records | undefined, gigRecords: readonly `0x${string}`[]) => {
  const ids = gigRecords.map(toNostrHex)
  return queryOptions({
    queryKey: ['comments', 'of', ids],
    queryFn: records && ids.length > 0 ? () => listConversations(records, ids) : skipToken,
    structuralSharing: false,
  })
}

const listConversations = async (
  records: Records,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Message[]>> => {
  const events = await records.relay.list({ kinds: [RecordKind.Comment], '#e': [...ids] })
  const conversations = new Map<string, readonly Message[]>()
  for (const event of events.toSorted((a, b) => a.created_at - b.created_at || a.id.localeCompare(b.id))) {
    const opened = open(records, event)
    if (!opened) continue
    const key = `0x${opened.gigRecord}`
    conversations.set(key, [...(conversations.get(key) ?? []), opened.message])
  }
  return conversations
}

const open = (records: Records, event: Parameters<typeof openWith>[1]) => {
  try {
    const record = openWith(records, event)
    return record.kind === RecordKind.Comment
      ? { gigRecord: record.gigRecord, message: readMessage(record) }
      : undefined
  } catch (error) {
    // Its key is not here yet, or it is no comment.
    if (isTownError(error)) return undefined
    throw error
  }
}
