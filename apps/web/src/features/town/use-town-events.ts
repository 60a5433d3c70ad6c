import type { CommunityHistoryItem } from '@distributed-town/sdk'
import { useInfiniteQuery } from '@tanstack/react-query'
import { communityHistoryQuery } from '../../lib/queries.ts'
import { useTown } from '../../lib/town-context.ts'

/** What the chain tells of a town, latest first, as far as it was read. */
export type TownEvents = {
  readonly items: readonly CommunityHistoryItem[]
  /** Whether they go back to the founding. */
  readonly isComplete: boolean
  readonly isLoading: boolean
  readonly isLoadingMore: boolean
  readonly error: unknown
  readonly loadMore: () => void
}

export const useTownEvents = (communityId: number): TownEvents => {
  const query = useInfiniteQuery(communityHistoryQuery(useTown(), communityId))
  return {
    items: query.data?.pages.flatMap(({ items }) => items) ?? [],
    isComplete: query.isSuccess && !query.hasNextPage,
    isLoading: query.isPending,
    isLoadingMore: query.isFetchingNextPage,
    error: query.error,
    loadMore: () => void query.fetchNextPage(),
  }
}
