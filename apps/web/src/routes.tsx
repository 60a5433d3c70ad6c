import type { Town } from '@distributed-town/sdk'
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import type { CustomTypeOptions } from 'i18next'
import { parseGigsSearch } from './features/gigs/gigs-search.ts'
import { CrashedPage } from './features/home/crashed-page.tsx'
import { NotFoundPage } from './features/home/not-found-page.tsx'
import { parseNetworkSearch } from './features/network/search.ts'
import { parseHallSearch } from './features/town/hall/hall-search.ts'
import { communitiesQuery, communityQuery, gigQuery, networkQuery } from './lib/queries.ts'
import { toId, toIndex } from './lib/search-values.ts'
import { skills } from './lib/skills.ts'
import { Shell } from './ui/shell.tsx'
import { Spinner } from './ui/spinner.tsx'

/** What the routes load with. */
type Means = {
  readonly town: Town
  readonly client: QueryClient
  /** Loads texts. */
  readonly read: (...namespaces: readonly (keyof CustomTypeOptions['resources'])[]) => Promise<void>
}

// A route asks for texts and answers together with the code of its page, instead of one component after another. What it leaves out they ask
// for themselves. The node names the same files in the page that it sends (build/list-preloads.ts reads them here).

const rootRoute = createRootRouteWithContext<Means>()({ component: Shell, notFoundComponent: NotFoundPage })

const home = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  loader: ({ context: { town, client, read } }) => {
    void client.prefetchInfiniteQuery(communitiesQuery(town))
    return read('home', 'towns', 'skills')
  },
  component: lazyRouteComponent(() => import('./features/home/home-page.tsx'), 'HomePage'),
})
type StartSearch = {
  /** The town that an invitation or a town's page leads to. */
  town?: number | undefined
  /** The skill that the town looks for. */
  skill?: number | undefined
  /** To open an identity that exists. */
  have?: true | undefined
}

const start = createRoute({
  getParentRoute: () => rootRoute,
  path: '/start',
  loader: ({ context: { read } }) => read('start', 'skills'),
  validateSearch: (search): StartSearch => ({
    town: toId(search.town),
    skill: toIndex(search.skill, skills.length),
    have: search.have === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('./features/start/start-page.tsx'), 'StartPage'),
})
const towns = createRoute({
  getParentRoute: () => rootRoute,
  path: '/towns',
  loader: ({ context: { town, client, read } }) => {
    void client.prefetchQuery(networkQuery(town))
    void import('./features/network/network-map.tsx')
    return read('towns', 'network', 'skills', 'drawing')
  },
  validateSearch: parseNetworkSearch,
  component: lazyRouteComponent(() => import('./features/network/towns-page.tsx'), 'TownsPage'),
})
const networkPulse = createRoute({
  getParentRoute: () => rootRoute,
  path: '/towns/pulse',
  loader: ({ context: { town, client, read } }) => {
    void import('./lib/pulse-queries.ts').then(({ networkPulseQuery }) => client.prefetchQuery(networkPulseQuery(town)))
    return read('pulse', 'towns', 'gigs')
  },
  component: lazyRouteComponent(() => import('./features/pulse/network-pulse-page.tsx'), 'NetworkPulsePage'),
})
const townById = createRoute({
  getParentRoute: () => rootRoute,
  path: '/towns/$id',
  loader: ({ context: { town, client, read }, params: { id } }) => {
    askForTown({ town, client }, id)
    void import('./features/town/plan/town-plan.tsx')
    return read('towns', 'plan', 'skills', 'drawing')
  },
  component: lazyRouteComponent(() => import('./features/town/town-page.tsx'), 'TownPage'),
})
const ownTown = createRoute({
  getParentRoute: () => rootRoute,
  path: '/town',
  loader: ({ context: { read } }) => {
    void import('./features/town/plan/town-plan.tsx')
    return read('towns', 'plan', 'skills', 'drawing')
  },
  component: lazyRouteComponent(() => import('./features/town/town-page.tsx'), 'TownPage'),
})
const hallById = createRoute({
  getParentRoute: () => rootRoute,
  path: '/towns/$id/hall',
  loader: ({ context: { town, client, read }, params: { id } }) => {
    askForTown({ town, client }, id)
    return read('hall', 'towns', 'skills')
  },
  validateSearch: parseHallSearch,
  component: lazyRouteComponent(() => import('./features/town/hall/hall-page.tsx'), 'HallPage'),
})
const ownHall = createRoute({
  getParentRoute: () => rootRoute,
  path: '/town/hall',
  loader: ({ context: { read } }) => read('hall', 'towns', 'skills'),
  validateSearch: parseHallSearch,
  component: lazyRouteComponent(() => import('./features/town/hall/hall-page.tsx'), 'HallPage'),
})
const gigs = createRoute({
  getParentRoute: () => rootRoute,
  path: '/gigs',
  loader: ({ context: { read } }) => read('gigs', 'skills', 'session'),
  validateSearch: parseGigsSearch,
  component: lazyRouteComponent(() => import('./features/gigs/gigs-page.tsx'), 'GigsPage'),
})
const newGig = createRoute({
  getParentRoute: () => rootRoute,
  path: '/gigs/new',
  loader: ({ context: { read } }) => read('gigs', 'skills', 'session'),
  component: lazyRouteComponent(() => import('./features/gigs/new-gig-page.tsx'), 'NewGigPage'),
})
const gigById = createRoute({
  getParentRoute: () => rootRoute,
  path: '/gigs/$id',
  loader: ({ context: { town, client, read }, params: { id } }) => {
    if (/^[1-9]\d{0,19}$/.test(id)) void client.prefetchQuery(gigQuery(town, BigInt(id)))
    return read('gigs', 'skills', 'session', 'pictures')
  },
  component: lazyRouteComponent(() => import('./features/gigs/gig-page.tsx'), 'GigPage'),
})
const scan = createRoute({
  getParentRoute: () => rootRoute,
  path: '/scan',
  loader: ({ context: { read } }) => read('scan', 'gigs', 'session'),
  component: lazyRouteComponent(() => import('./features/scan/scan-page.tsx'), 'ScanPage'),
})
const wallet = createRoute({
  getParentRoute: () => rootRoute,
  path: '/wallet',
  loader: ({ context: { read } }) => read('wallet', 'skills', 'session', 'towns'),
  /** to: wallet that credits are to be sent to. */
  validateSearch: (search): { to?: number } => {
    const to = toId(search.to)
    return to === undefined ? {} : { to }
  },
  component: lazyRouteComponent(() => import('./features/wallet/wallet-page.tsx'), 'WalletPage'),
})
const statement = createRoute({
  getParentRoute: () => rootRoute,
  path: '/wallet/statement',
  loader: ({ context: { read } }) => read('wallet', 'session'),
  component: lazyRouteComponent(() => import('./features/wallet/statement-page.tsx'), 'StatementPage'),
})
const card = createRoute({
  getParentRoute: () => rootRoute,
  path: '/wallet/card',
  loader: ({ context: { read } }) => read('wallet', 'skills', 'session'),
  component: lazyRouteComponent(() => import('./features/wallet/member-card-page.tsx'), 'MemberCardPage'),
})
const settings = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  loader: ({ context: { read } }) => read('settings'),
  component: lazyRouteComponent(() => import('./features/settings/settings-page.tsx'), 'SettingsPage'),
})
/** All components and tokens, for those who build pages. */
const design = createRoute({
  getParentRoute: () => rootRoute,
  path: '/design',
  component: lazyRouteComponent(() => import('./features/design/design-page.tsx'), 'DesignPage'),
})

const askForTown = ({ town, client }: Pick<Means, 'town' | 'client'>, id: string) => {
  const communityId = toId(id)
  if (communityId !== undefined) void client.prefetchQuery(communityQuery(town, communityId))
}

const routeTree = rootRoute.addChildren([
  home,
  start,
  towns,
  networkPulse,
  townById,
  ownTown,
  hallById,
  ownHall,
  gigs,
  newGig,
  gigById,
  scan,
  wallet,
  statement,
  card,
  settings,
  design,
])

export const createTownRouter = (context: Means) =>
  createRouter({
    routeTree,
    context,
    defaultErrorComponent: CrashedPage,
    defaultPendingComponent: Spinner,
    defaultPreload: 'intent',
    scrollRestoration: true,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createTownRouter>
  }
  interface HistoryState {
    /** The page before is the list that this one is in. */
    isFromList?: boolean
  }
}
