import {
  gigNumberOf,
  isTownError,
  type OpenedRecord,
  RecordKind,
  type Records,
  type Town,
  toNostrHex,
} from '@distributed-town/sdk'
import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useTown } from '../../lib/town-context.ts'
import { useSession } from '../../session/session-context.ts'

/** A text of the thread, or why it can't be read. */
export type RecordText<Content> =
  | { readonly status: 'open'; readonly content: Content }
  | { readonly status: 'loading' | 'locked' | 'members' | 'missingKey' | 'unreadable' | 'failed' }

type ContentOf<Kind extends RecordKind> = Extract<OpenedRecord, { kind: Kind }>['content']

export const recordQuery = (town: Town, records: Records | undefined, recordId: `0x${string}`) =>
  queryOptions({
    queryKey: ['record', toNostrHex(recordId)],
    // What decrypts is loaded when there is something to decrypt.
    queryFn: records
      ? async () => (await import('../../session/records.ts')).getRecord(town, { records, recordId })
      : skipToken,
    // A record never changes; what could not be read is asked for again when keys arrive.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })

/** The text with which a gig was offered. */
export const useGigText = (gig: { readonly record: `0x${string}`; readonly communityId: number }) =>
  useRecord(RecordKind.Gig, gig.record, gig.communityId)

/** What the taker wrote about the work; `communityId` of the gig. */
export const useWorkText = ({ work, communityId }: { readonly work: `0x${string}`; readonly communityId: number }) =>
  useRecord(RecordKind.Work, work, communityId)

const useRecord = <Kind extends RecordKind>(
  kind: Kind,
  recordId: `0x${string}`,
  communityId: number,
): RecordText<ContentOf<Kind>> => {
  const town = useTown()
  const { status, records, recordsError, wallet } = useSession()
  const { data, error } = useQuery(recordQuery(town, records, recordId))
  if (data) {
    return data.kind === kind ? { status: 'open', content: data.content as ContentOf<Kind> } : { status: 'unreadable' }
  }
  if (status === 'none' || wallet === null) return { status: 'members' }
  if (status === 'locked') return { status: 'locked' }
  const failure = error ?? recordsError
  if (!failure) return { status: 'loading' }
  if (!isTownError(failure)) return { status: 'failed' }
  switch (failure.code) {
    case 'EPOCH_KEY_MISSING':
      return { status: wallet?.communityId === communityId ? 'missingKey' : 'members' }
    case 'RELAY_REFUSED':
    case 'RELAY_AUTH_REQUIRED':
      return { status: 'members' }
    case 'NOT_FOUND':
    case 'RECORD_ALTERED':
    case 'RECORD_UNDECIPHERABLE':
    case 'RECORD_INVALID':
    case 'NOT_A_RECORD':
      return { status: 'unreadable' }
    default:
      return { status: 'failed' }
  }
}

/** Title of a gig where one line is needed: its number while the text can't be read. */
export const useGigTitle = (gig: {
  readonly id: bigint
  readonly record: `0x${string}`
  readonly communityId: number
}): string => {
  const { t } = useTranslation('gigs')
  const text = useGigText(gig)
  return text.status === 'open' ? text.content.title : t('text.untitled', { number: gigNumberOf(gig.id) })
}
