import { type Gig, toNostrHex } from '@distributed-town/sdk'
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import { useSession } from '../../session/session-context.ts'

/** Titles of gigs by the id of their record (`0x…`), as far as this identity can read them; undefined while they are read. */
export const useGigTitles = (gigs: readonly Pick<Gig, 'record'>[]): ReadonlyMap<string, string> | undefined => {
  const { records } = useSession()
  const ids = gigs.map(({ record }) => toNostrHex(record))
  const { data } = useQuery({
    // Asked anew for every set of gigs; one question each, not one a gig.
    queryKey: ['record', 'titles', ids],
    queryFn: records ? async () => (await import('./list-gig-titles.ts')).listGigTitles(records, ids) : skipToken,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  })
  return data
}
