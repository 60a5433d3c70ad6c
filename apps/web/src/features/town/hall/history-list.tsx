import type { CommunityHistoryItem } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../lib/use-formats.ts'
import { Time } from '../../../ui/time.tsx'
import { isNews, scoreWith } from './history.ts'
import { useHistorySentence } from './use-history-sentence.ts'

/** What happened in a town, latest first, as sentences. */
export const HistoryList = ({
  communityId,
  items,
  most = items.length,
  isWhole = true,
}: {
  readonly communityId: number
  readonly items: readonly CommunityHistoryItem[]
  /** No more than these. */
  readonly most?: number
  /** Whether all kinds are among the items: then scores are told with who came or left. */
  readonly isWhole?: boolean
}) => {
  const { t } = useTranslation('towns')
  const formats = useFormats()
  const shown = (isWhole ? items.filter(isNews) : items).slice(0, most)
  const sentenceOf = useHistorySentence(communityId, shown)
  return (
    <ol aria-live="polite" className="grid divide-y divide-line">
      {shown.map((item) => {
        const score = isWhole ? scoreWith(item, items) : undefined
        return (
          <li key={`${item.blockNumber}/${item.logIndex}`} className="py-2">
            <p className="first-letter:uppercase">
              {sentenceOf(item)}
              {score && ` ${t('history.scoreWith', { score: formats.score(score.score) })}`}
              {score?.cause === 'Activated' && ` ${t('history.activated')}`}
            </p>
            <p className="text-sm text-soft">
              <Time at={item.at} />
            </p>
          </li>
        )
      })}
    </ol>
  )
}
