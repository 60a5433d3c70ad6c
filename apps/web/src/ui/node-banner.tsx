import type { LiveStatus } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { healthQuery } from '../lib/queries.ts'
import { useTown } from '../lib/town-context.ts'
import { useFormats } from '../lib/use-formats.ts'
import { useOldestAnswer } from '../offline/offline-context.ts'
import { Notice } from './notice.tsx'

/** A short break heals unseen. */
const PATIENCE_MS = 3000

/** Says when the node is away, behind or reading everything anew, and how old what is shown is. */
export const NodeBanner = ({ live }: { readonly live: LiveStatus }) => {
  const { t } = useTranslation()
  const { exact } = useFormats()
  const { data: health } = useQuery(healthQuery(useTown()))
  const oldest = useOldestAnswer()
  /** Since when the node is away, once it is for longer. */
  const [awaySince, setAwaySince] = useState<number>()
  useEffect(() => {
    if (live === 'connected') return setAwaySince(undefined)
    const lostAt = Date.now()
    const timer = setTimeout(() => setAwaySince(lostAt), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [live])
  // What the service worker gave is old at once.
  const asOf = oldest ?? awaySince
  if (asOf !== undefined) return <Banner>{t('node.asOf', { time: exact(asOf / 1000) })}</Banner>
  if (health?.rereading) {
    const { done, of } = health.rereading
    return <Banner>{t('node.rereading', { percent: Math.floor((100 * done) / of) })}</Banner>
  }
  if (health?.status === 'behind' || health?.status === 'starting') return <Banner>{t('node.behind')}</Banner>
  return null
}

const Banner = ({ children }: { readonly children: string }) => (
  <div className="mb-4">
    <Notice tone="warning">{children}</Notice>
  </div>
)
