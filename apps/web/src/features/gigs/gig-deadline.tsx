import type { Gig } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { Time } from '../../ui/time.tsx'
import { deadlineOf } from './deadline.ts'

/** When something is due with a gig; how long its work may take while it is open, and when it ended. */
export const GigDeadline = ({ gig, now }: { readonly gig: Gig; readonly now: number }) => {
  const { t } = useTranslation('gigs')
  const deadline = deadlineOf(gig)
  if (deadline) {
    const isLate = deadline.at <= now
    return (
      <span className={isLate ? 'font-semibold text-alizarin' : ''}>
        {t(`deadline.${deadline.what}${isLate ? 'Late' : ''}`)} <Time at={deadline.at} />
      </span>
    )
  }
  if (gig.state === 'Rated' || gig.state === 'Settled' || gig.state === 'Cancelled') return <Time at={gig.since} />
  return t('days', { count: gig.durationDays })
}
