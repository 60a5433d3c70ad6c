import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { healthQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'
import { Card } from '../../ui/card.tsx'
import { Page } from '../../ui/page.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'

/** In place of any page while the example network is told its past: how far it is. When it is today the page loads by itself. */
export const TellingPast = () => {
  const { t } = useTranslation('example')
  const { data: health } = useQuery(healthQuery(useTown()))
  const isOver = health !== undefined && health.past === undefined
  useEffect(() => {
    // What was asked for meanwhile was refused.
    if (isOver) window.location.reload()
  }, [isOver])
  const { day, of } = health?.past ?? { day: 1, of: 1 }
  return (
    <Page title={t('past.title')} lead={t('past.text')}>
      <Card tone="forest">
        <ProgressBar label={t('past.day', { day, of })} value={day} max={of} />
      </Card>
    </Page>
  )
}
