import type { Gig } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'

const TONES = {
  waiting: 'border-edge text-soft',
  open: 'border-forest text-forest',
  busy: 'border-denim text-denim',
  due: 'border-burgundy text-burgundy',
} as const

/** State of a gig in a word or two. */
export const GigStateBadge = ({ gig }: { readonly gig: Pick<Gig, 'state' | 'changes'> }) => {
  const { t } = useTranslation('gigs')
  return (
    <span
      className={`inline-block rounded-md border px-2 py-0.5 text-sm font-medium whitespace-nowrap ${TONES[toneOf(gig)]}`}
    >
      {t(`state.${gig.state === 'Taken' && gig.changes > 0 ? 'Changes' : gig.state}`)}
    </span>
  )
}

const toneOf = ({ state }: Pick<Gig, 'state'>): keyof typeof TONES => {
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
