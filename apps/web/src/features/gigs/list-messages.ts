import { isTownError, listComments, openWith, RecordKind, type Records } from '@distributed-town/sdk'
import { type Message, readMessage } from './message.ts'

// Apart from the queries, since decryption is loaded when there is something to decrypt.

export const listMessages = async (records: Records, gigRecord: `0x${string}`): Promise<readonly Message[]> =>
  (await listComments({ records, gigRecord })).map(readMessage)

export const listConversations = async (
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
