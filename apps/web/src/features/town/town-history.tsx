import { type CommunityHistoryItem, CREDIT, FAIR_SHARE, type Member } from '@distributed-town/sdk'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import type { Pages } from '../../lib/use-pages.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Time } from '../../ui/time.tsx'
import { useMemberName } from './use-member-name.ts'

/** What happened in a town, in words. */
export const TownHistory = ({
  communityId,
  roster,
  events,
}: {
  readonly communityId: number
  readonly roster: readonly Member[]
  readonly events: Pages<CommunityHistoryItem>
}) => {
  const { t } = useTranslation('towns')
  const sentenceOf = useSentence(communityId, roster)
  const items = events.items.filter((item) => isNews(item, events.items))
  return (
    <Card title={t('history.title')}>
      {events.isLoading && <Spinner label={t('history.loading')} />}
      <ErrorNotice error={events.error} />
      {events.isComplete && items.length === 0 && <p className="text-soft">{t('history.none')}</p>}
      <ol aria-live="polite" className="grid divide-y divide-line">
        {items.map((item) => (
          <li key={`${item.blockNumber}/${item.logIndex}`} className="py-2">
            <p>
              {sentenceOf(item)}
              {activates(item, events.items) && ` ${t('history.activated')}`}
            </p>
            <p className="text-sm text-soft">
              <Time at={item.at} />
            </p>
          </li>
        ))}
      </ol>
      {!events.isComplete && !events.isLoading && (
        <Button look="plain" pending={events.isLoadingMore} onPress={events.loadMore}>
          {t('history.more')}
        </Button>
      )}
    </Card>
  )
}

/** A score that follows from a joining or leaving is told among the scores only. */
const isNews = (item: CommunityHistoryItem, items: readonly CommunityHistoryItem[]): boolean =>
  item.type !== 'score' ||
  !items.some(({ type, transactionHash }) => type !== 'score' && transactionHash === item.transactionHash)

/** Whether somebody's joining made the town active. */
const activates = ({ type, transactionHash }: CommunityHistoryItem, items: readonly CommunityHistoryItem[]): boolean =>
  type === 'joined' &&
  items.some((item) => item.type === 'score' && item.cause === 'Activated' && item.transactionHash === transactionHash)

const useSentence = (communityId: number, roster: readonly Member[]) => {
  const { t } = useTranslation('towns')
  const formats = useFormats()
  const { nameOf } = useMemberName(communityId)
  const name = (walletId: number) => nameOf(roster.find((member) => member.walletId === walletId) ?? { walletId })
  return (item: CommunityHistoryItem): string => {
    switch (item.type) {
      case 'founded':
        return t('history.founded', { name: name(item.walletId) })
      case 'joined':
        return joined(item)
      case 'left':
        return t('history.left', { name: name(item.walletId), amount: formats.amount(item.returned) })
      case 'score':
        return t('history.score', { cause: t(`score.causes.${item.cause}`), score: formats.score(item.score) })
      case 'round':
        return t('history.round')
      case 'distribution':
        return t('history.distribution', {
          goal: formats.amount(BigInt(FAIR_SHARE) * CREDIT),
          amount: formats.amount(item.returned),
        })
      case 'release':
        return t('history.release', { release: String(item.release) })
    }
  }

  function joined({ walletId, unlocked, granted }: Extract<CommunityHistoryItem, { type: 'joined' }>): string {
    const named = { name: name(walletId) }
    if (unlocked === 0n && granted === 0n) return t('history.joinedPlain', named)
    if (unlocked === 0n) return t('history.joined', { ...named, amount: formats.amount(granted) })
    if (granted === 0n) return t('history.joinedUnlocked', { ...named, amount: formats.amount(unlocked) })
    const amounts = { amount: formats.amount(unlocked), granted: formats.amount(granted) }
    return t('history.joinedUnlockedGranted', { ...named, ...amounts })
  }
}
