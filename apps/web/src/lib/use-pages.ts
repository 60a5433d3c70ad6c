import { useInfiniteQuery } from '@tanstack/react-query'
import type { PagesQuery } from './queries.ts'

/** A list that the node gives page by page, latest first, as far as it was read. */
export type Pages<Item> = {
  readonly items: readonly Item[]
  /** Whether they go back to the beginning. */
  readonly isComplete: boolean
  readonly isLoading: boolean
  readonly isLoadingMore: boolean
  readonly error: unknown
  readonly loadMore: () => void
  /** All of it. @throws TownError as the query. */
  readonly loadAll: () => Promise<readonly Item[]>
}

export const usePages = <Item>(of: PagesQuery<Item>): Pages<Item> => {
  const query = useInfiniteQuery(of)
  return {
    items: query.data?.pages.flatMap(({ items }) => items) ?? [],
    isComplete: query.isSuccess && !query.hasNextPage,
    isLoading: query.isPending,
    isLoadingMore: query.isFetchingNextPage,
    error: query.error,
    loadMore: () => void query.fetchNextPage(),
    loadAll: async () => {
      let result = query.hasNextPage ? await query.fetchNextPage({ throwOnError: true }) : query
      while (result.hasNextPage) result = await result.fetchNextPage({ throwOnError: true })
      return result.data?.pages.flatMap(({ items }) => items) ?? []
    },
  }
}
