import { type Gig, isTownError, openWith, RecordKind, type Records, toNostrHex } from '@distributed-town/sdk'
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import { useSession } from '../../session/session-context.ts'

/** Most ids that a relay takes in one question. */
const CHUNK = 100

/** Titles of gigs by the id of their record (`0x…`), as far as this identity can read them; undefined while they are read. */
export const useGigTitles = (gigs: readonly Pick<Gig, 'record'>[]): ReadonlyMap<string, string> | undefined => {
  const { records } = useSession()
  const ids = gigs.map(({ record }) => toNostrHex(record))
  const { data } = useQuery({
    // Asked anew for every set of gigs; one question each, not one a gig.
    queryKey: ['record', 'titles', ids],
    queryFn: records ? () => listTitles(records, ids) : skipToken,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  })
  return data
}

const listTitles = async (records: Records, ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
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
