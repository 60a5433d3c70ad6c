import type { Gig } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { deadlineOf } from './deadline.ts'

const TONES = {
  waiting: 'border-edge text-soft',
  open: 'border-forest text-forest',
  busy: 'border-denim text-denim',
  due: 'border-burgundy text-burgundy',
  late: 'border-alizarin bg-alizarin/10 text-alizarin',
} as const

/** State of a gig in a word or two. @param now Seconds on the chain. */
export const GigStateBadge = ({ gig, now }: { readonly gig: Shown; readonly now: number }) => {
  const { t } = useTranslation('gigs')
  return (
    <span
      className={`inline-block rounded-md border px-2 py-0.5 text-sm font-medium whitespace-nowrap ${TONES[toneOf(gig, now)]}`}
    >
      {t(`state.${wordOf(gig, now)}`)}
    </span>
  )
}

type Shown = Pick<Gig, 'state' | 'changes' | 'since' | 'deadline'>

const wordOf = (gig: Shown, now: number) => {
  if (gig.state !== 'Taken') return gig.state
  if (isLate(gig, now)) return 'Overdue'
  return gig.changes > 0 ? 'Changes' : gig.state
}

const isLate = (gig: Shown, now: number): boolean => (deadlineOf(gig)?.at ?? Number.POSITIVE_INFINITY) <= now

const toneOf = (gig: Shown, now: number): keyof typeof TONES => {
  const { state } = gig
  if (state === 'Taken' && isLate(gig, now)) return 'late'
  switch (state) {
    case 'Open':
      return 'open'
    case 'Taken':
    case 'Submitted':
      return 'busy'
    case 'Completed':
    case 'Disputed':
      return 'due'
    case 'None':
    case 'Proposed':
    case 'Taking':
    case 'Completing':
    case 'Rated':
    case 'Settled':
    case 'Cancelled':
      return 'waiting'
    default:
      return state satisfies never
  }
}
