import type { CommunityHistoryItem, HistoryType } from '@distributed-town/sdk'
import type { HistoryKind } from './hall-search.ts'

/** What belongs to each kind. */
export const TYPES_OF: Readonly<Record<HistoryKind, readonly HistoryType[]>> = {
  people: ['founded', 'joined', 'left'],
  skills: ['score', 'round'],
  credits: ['distribution'],
  rules: ['release'],
}

/** Whether it is told in its own right: a score that came with somebody is told with them. */
export const isNews = (item: CommunityHistoryItem): boolean =>
  item.type !== 'score' || !(item.cause === 'Activated' || item.cause === 'Joined' || item.cause === 'Left')

/** The score that somebody's coming or leaving made, as far as it was read: the one right before it in its transaction. */
export const scoreWith = (
  item: CommunityHistoryItem,
  items: readonly CommunityHistoryItem[],
): Extract<CommunityHistoryItem, { type: 'score' }> | undefined => {
  if (item.type !== 'joined' && item.type !== 'left') return undefined
  return items.find(
    (other) =>
      other.type === 'score' &&
      !isNews(other) &&
      other.transactionHash === item.transactionHash &&
      other.walletId === item.walletId &&
      (other.cause === 'Left') === (item.type === 'left'),
  ) as Extract<CommunityHistoryItem, { type: 'score' }> | undefined
}
