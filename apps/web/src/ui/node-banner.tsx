import type { LiveStatus } from '@distributed-town/sdk'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { healthQuery } from '../lib/queries.ts'
import { useTown } from '../lib/town-context.ts'
import { Notice } from './notice.tsx'

/** A short break heals unseen. */
const PATIENCE_MS = 3000

/** Says when the node is away, behind or reading everything anew. */
export const NodeBanner = ({ live }: { readonly live: LiveStatus }) => {
  const { t } = useTranslation()
  const { data: health } = useQuery(healthQuery(useTown()))
  const [isAway, setIsAway] = useState(false)
  useEffect(() => {
    if (live === 'connected') return setIsAway(false)
    const timer = setTimeout(() => setIsAway(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [live])
  if (isAway) return <Banner>{t('node.away')}</Banner>
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
