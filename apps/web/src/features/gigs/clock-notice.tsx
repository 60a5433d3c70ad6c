import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { healthQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { Notice } from '../../ui/notice.tsx'

/** Seconds. The node refuses what is dated a quarter of an hour off. */
const TOLERANCE = 600

/** Says that the clock of this device is wrong, where deadlines are read and things are signed. */
export const ClockNotice = () => {
  const { t } = useTranslation('gigs')
  const { exact } = useFormats()
  const { data: health, dataUpdatedAt } = useQuery(healthQuery(useTown()))
  const here = dataUpdatedAt / 1000
  if (!health || Math.abs(here - health.time) < TOLERANCE) return null
  return (
    <Notice tone="warning" title={t('clock.title')}>
      <p className="max-w-prose">{t('clock.text', { here: exact(here), there: exact(health.time) })}</p>
    </Notice>
  )
}
