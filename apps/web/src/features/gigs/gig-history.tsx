import type { GigHistoryItem, GigWithHistory } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { Time } from '../../ui/time.tsx'
import { useGigPhrases } from './use-gig-phrases.ts'
import type { Names } from './use-names.ts'

/** What happened to a gig, latest first. */
export const GigHistory = ({ gig, names }: { readonly gig: GigWithHistory; readonly names: Names }) => {
  const { t } = useTranslation('gigs')
  const phrases = useGigPhrases()
  // Most items don't name the taker of their time: it is the one accepted last before them.
  let taker = gig.taker
  const items = gig.history.map((item) => {
    if ('taker' in item) taker = item.taker
    return { item, taker }
  })
  return (
    <ol className="grid gap-2">
      {items.reverse().map(({ item, taker: then }) => (
        <li key={`${item.blockNumber}.${item.logIndex}`} className="flex flex-wrap justify-between gap-x-4">
          <span>
            {t(`history.${keyOf(item)}`, {
              creator: names.nameOf(gig.creator),
              taker: then === null ? '' : names.nameOf(then),
              credits: phrases.credits(gig.credits),
              rating: 'rating' in item ? item.rating : undefined,
            })}
          </span>
          <span className="text-sm text-soft">
            <Time at={item.at} />
          </span>
        </li>
      ))}
    </ol>
  )
}

const keyOf = (item: GigHistoryItem) => {
  if (item.type !== 'reopened') return item.type
  switch (item.cause) {
    case 'GivenUp':
      return 'reopenedGivenUp'
    case 'Reclaimed':
      return 'reopenedReclaimed'
    case 'Refused':
      return 'reopenedRefused'
    case 'Unanswered':
      return 'reopenedUnanswered'
    default:
      return item.cause satisfies never
  }
}
