import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { parseGigsSearch } from './features/gigs/gigs-search.ts'
import { CrashedPage } from './features/home/crashed-page.tsx'
import { NotFoundPage } from './features/home/not-found-page.tsx'
import { parseNetworkSearch } from './features/network/search.ts'
import { parseHallSearch } from './features/town/hall/hall-search.ts'
import { Shell } from './ui/shell.tsx'
import { Spinner } from './ui/spinner.tsx'

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage })

const home = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./features/home/home-page.tsx'), 'HomePage'),
})
const start = createRoute({
  getParentRoute: () => rootRoute,
  path: '/start',
  /** town: the town that an invitation or a town's page leads to. have: to open an identity that exists. */
  validateSearch: (search): { town?: number | undefined; have?: true | undefined } => ({
    town: toId(search.town),
    have: search.have === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('./features/start/start-page.tsx'), 'StartPage'),
})
const towns = createRoute({
  getParentRoute: () => rootRoute,
  path: '/towns',
  validateSearch: parseNetworkSearch,
  component: lazyRouteComponent(() => import('./features/network/towns-page.tsx'), 'TownsPage'),
})
const townById = createRoute({
  getParentRoute: () => rootRoute,
  path: '/towns/$id',
  component: lazyRouteComponent(() => import('./features/town/town-page.tsx'), 'TownPage'),
})
const ownTown = createRoute({
  getParentRoute: () => rootRoute,
  path: '/town',
  component: lazyRouteComponent(() => import('./features/town/town-page.tsx'), 'TownPage'),
})
const hallById = createRoute({
  getParentRoute: () => rootRoute,
  path: '/towns/$id/hall',
  validateSearch: parseHallSearch,
  component: lazyRouteComponent(() => import('./features/town/hall/hall-page.tsx'), 'HallPage'),
})
const ownHall = createRoute({
  getParentRoute: () => rootRoute,
  path: '/town/hall',
  validateSearch: parseHallSearch,
  component: lazyRouteComponent(() => import('./features/town/hall/hall-page.tsx'), 'HallPage'),
})
const gigs = createRoute({
  getParentRoute: () => rootRoute,
  path: '/gigs',
  validateSearch: parseGigsSearch,
  component: lazyRouteComponent(() => import('./features/gigs/gigs-page.tsx'), 'GigsPage'),
})
const newGig = createRoute({
  getParentRoute: () => rootRoute,
  path: '/gigs/new',
  component: lazyRouteComponent(() => import('./features/gigs/new-gig-page.tsx'), 'NewGigPage'),
})
const gigById = createRoute({
  getParentRoute: () => rootRoute,
  path: '/gigs/$id',
  component: lazyRouteComponent(() => import('./features/gigs/gig-page.tsx'), 'GigPage'),
})
const scan = createRoute({
  getParentRoute: () => rootRoute,
  path: '/scan',
  component: lazyRouteComponent(() => import('./features/scan/scan-page.tsx'), 'ScanPage'),
})
const wallet = createRoute({
  getParentRoute: () => rootRoute,
  path: '/wallet',
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
  component: lazyRouteComponent(() => import('./features/wallet/statement-page.tsx'), 'StatementPage'),
})
const card = createRoute({
  getParentRoute: () => rootRoute,
  path: '/wallet/card',
  component: lazyRouteComponent(() => import('./features/wallet/member-card-page.tsx'), 'MemberCardPage'),
})
const settings = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./features/settings/settings-page.tsx'), 'SettingsPage'),
})
/** All components and tokens, for those who build pages. */
const design = createRoute({
  getParentRoute: () => rootRoute,
  path: '/design',
  component: lazyRouteComponent(() => import('./features/design/design-page.tsx'), 'DesignPage'),
})

const toId = (value: unknown): number | undefined => {
  const id = Number(value)
  return Number.isInteger(id) && id > 0 && id < 2 ** 32 ? id : undefined
}

const routeTree = rootRoute.addChildren([
  home,
  start,
  towns,
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

export const createTownRouter = () =>
  createRouter({
    routeTree,
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
