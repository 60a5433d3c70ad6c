import {
  type CommunityHistoryItem,
  findWalletByOwner,
  getCommunity,
  getExample,
  getGig,
  getHealth,
  getStatement,
  getWallet,
  getWalletGigs,
  type HistoryType,
  isTownError,
  listCommunities,
  listCommunityHistory,
  listGigs,
  listNetwork,
  listPartners,
  MAX_PAGE,
  type NetworkTown,
  type Town,
} from '@distributed-town/sdk'
import { infiniteQueryOptions, QueryClient, type QueryKey, queryOptions } from '@tanstack/react-query'

// Reads of the node, one function each. First part of a key: what it is about, which `useLive` invalidates by.

type ListFilter = Parameters<typeof listCommunities>[1]
type GigsFilter = Omit<Parameters<typeof listGigs>[1], 'communityId' | 'after' | 'limit'>

type Page<Item> = { readonly items: readonly Item[]; readonly next: string | null }

/** A list that the node gives page by page. */
const pagesQuery = <Item>(queryKey: QueryKey, read: (page: { readonly after?: string }) => Promise<Page<Item>>) =>
  infiniteQueryOptions({
    queryKey,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => read(pageParam === undefined ? {} : { after: pageParam }),
    getNextPageParam: ({ next }) => next ?? undefined,
  })

export type PagesQuery<Item> = ReturnType<typeof pagesQuery<Item>>

export const healthQuery = (town: Town) =>
  queryOptions({
    queryKey: ['health'],
    queryFn: () => getHealth(town),
    // No events come while the example network is told its past.
    refetchInterval: ({ state }) => state.data?.past !== undefined && PAST_EVERY_MS,
  })

const PAST_EVERY_MS = 1000

/** The invented residents of the node; ask where its health says that there are some. */
export const exampleQuery = (town: Town) =>
  queryOptions({
    queryKey: ['example'],
    queryFn: () => getExample(town),
    // Nobody is added once it has begun.
    staleTime: ({ state }) => (state.data?.isFinished ? Number.POSITIVE_INFINITY : 5_000),
  })

export const communitiesQuery = (town: Town, filter: Omit<NonNullable<ListFilter>, 'after'> = {}) =>
  pagesQuery(['communities', filter], (page) => listCommunities(town, { ...filter, ...page }))

/** How often a network that changes is read anew: it is large, and there is always something new in a thousand towns. */
export const NETWORK_EVERY_MS = 30_000

/** All towns, in the order of their founding, with what a map of them needs. */
export const networkQuery = (town: Town) =>
  queryOptions({
    queryKey: ['network'],
    queryFn: async () => {
      const towns: NetworkTown[] = []
      for (let after: string | null | undefined; after !== null; ) {
        const page = await listNetwork(town, after === undefined ? {} : { after })
        towns.push(...page.items)
        after = page.next
      }
      return towns
    },
    refetchInterval: ({ state }) => state.isInvalidated && NETWORK_EVERY_MS,
  })

/** Towns of a template in which nobody has a skill, as many as one page holds. */
export const scarceCommunitiesQuery = (
  town: Town,
  { template, skill }: { readonly template: number; readonly skill: number },
) =>
  queryOptions({
    queryKey: ['communities', 'scarce', template, skill],
    queryFn: () => listCommunities(town, { template, skill }),
  })

export const communityQuery = (town: Town, communityId: number) =>
  queryOptions({ queryKey: ['community', communityId], queryFn: () => getCommunity(town, { communityId }) })

/** What happened in a town, of all kinds or some. */
export const communityHistoryQuery = (town: Town, communityId: number, of?: readonly HistoryType[]) => {
  const types = of?.join()
  return pagesQuery(['history', communityId, types ?? ''], (page) =>
    listCommunityHistory(town, { communityId, ...(types !== undefined && { types }), ...page }),
  )
}

/** All that happened in a town, from its founding on, latest first. */
export const communityEventsQuery = (town: Town, communityId: number) =>
  queryOptions({
    queryKey: ['history', communityId, 'all'],
    queryFn: async () => {
      const events: CommunityHistoryItem[] = []
      for (let after: string | null | undefined; after !== null; ) {
        const page = await listCommunityHistory(town, { communityId, limit: MAX_PAGE, ...(after && { after }) })
        events.push(...page.items)
        after = page.next
      }
      return events
    },
  })

export const gigsQuery = (town: Town, communityId: number, filter: GigsFilter = {}) =>
  pagesQuery(['gigs', communityId, filter], (page) => listGigs(town, { communityId, ...filter, ...page }))

export const gigQuery = (town: Town, gigId: bigint) =>
  queryOptions({ queryKey: ['gig', String(gigId)], queryFn: () => getGig(town, { gigId }) })

export const walletQuery = (town: Town, walletId: number) =>
  queryOptions({ queryKey: ['wallet', walletId], queryFn: () => getWallet(town, { walletId }) })

/** null: the address has no wallet yet. */
export const ownWalletQuery = (town: Town, owner: `0x${string}`) =>
  queryOptions({
    queryKey: ['wallet', 'own', owner],
    queryFn: async () => (await findWalletByOwner(town, { owner })) ?? null,
  })

export const walletGigsQuery = (town: Town, walletId: number) =>
  queryOptions({ queryKey: ['wallet-gigs', walletId], queryFn: () => getWalletGigs(town, { walletId }) })

export const partnersQuery = (town: Town, walletId: number) =>
  queryOptions({ queryKey: ['partners', walletId], queryFn: () => listPartners(town, { walletId }) })

export const statementQuery = (town: Town, walletId: number) =>
  pagesQuery(['statement', walletId], (page) => getStatement(town, { walletId, ...page }))

/** Retries only what may pass by itself. */
export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // What changes is told by the node's events; this is for what was missed.
        staleTime: 60_000,
        // A device without the internet may still reach a node in its own network, and what it read before (the service worker).
        networkMode: 'always',
        refetchOnReconnect: true,
        retry: (failures, error) =>
          failures < 3 && isTownError(error, 'HTTP_UNREACHABLE', 'HTTP_TIMEOUT', 'NOT_READY', 'RATE_LIMITED'),
      },
    },
  })
