import type { CommunityWithRoster } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { communityHistoryQuery } from '../../../lib/queries.ts'
import { useTown } from '../../../lib/town-context.ts'
import { usePages } from '../../../lib/use-pages.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Select } from '../../../ui/field.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { HISTORY_KINDS, type HistoryKind } from './hall-search.ts'
import { TYPES_OF } from './history.ts'
import { HistoryList } from './history-list.tsx'

/** The history of a town, of all kinds or one. */
export const HistoryCard = ({
  community,
  kind,
  onKind,
}: {
  readonly community: CommunityWithRoster
  readonly kind: HistoryKind | undefined
  readonly onKind: (kind: HistoryKind | undefined) => void
}) => {
  const { t } = useTranslation(['hall', 'towns'])
  const events = usePages(communityHistoryQuery(useTown(), community.id, kind && TYPES_OF[kind]))
  return (
    <Card id="history" title={t('towns:history.title')}>
      <div className="max-w-80">
        <Select
          label={t('history.kind')}
          value={kind ?? ''}
          onChange={(value) => onKind(HISTORY_KINDS.find((known) => known === value))}
        >
          <option value="">{t('history.all')}</option>
          {HISTORY_KINDS.map((known) => (
            <option key={known} value={known}>
              {t(`history.kinds.${known}`)}
            </option>
          ))}
        </Select>
      </div>
      {events.isLoading && <Spinner label={t('towns:history.loading')} />}
      <ErrorNotice error={events.error} />
      {events.isComplete && events.items.length === 0 && <p className="text-soft">{t('towns:history.none')}</p>}
      <HistoryList communityId={community.id} items={events.items} isWhole={kind === undefined} />
      {!events.isComplete && !events.isLoading && (
        <Button look="plain" pending={events.isLoadingMore} onPress={events.loadMore}>
          {t('towns:history.more')}
        </Button>
      )}
    </Card>
  )
}
