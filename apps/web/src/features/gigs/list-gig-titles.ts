import { isTownError, openWith, RecordKind, type Records } from '@distributed-town/sdk'

// Apart from the query, since decryption is loaded when there is something to decrypt.

/** Most ids that a relay takes in one question. */
const CHUNK = 100

export const listGigTitles = async (records: Records, ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const titles = new Map<string, string>()
  for (let from = 0; from < ids.length; from += CHUNK) {
    for (const event of await records.relay.list({ ids: ids.slice(from, from + CHUNK) })) {
      const title = titleOf(records, event)
      if (title !== undefined) titles.set(`0x${event.id}`, title)
    }
  }
  return titles
}

const titleOf = (records: Records, event: Parameters<typeof openWith>[1]): string | undefined => {
  try {
    const record = openWith(records, event)
    return record.kind === RecordKind.Gig ? record.content.title : undefined
  } catch (error) {
    // Its key is not here yet, or it is no gig: the card says its number instead.
    if (isTownError(error)) return undefined
    throw error
  }
}
