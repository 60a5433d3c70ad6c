import { Link, Outlet } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive } from '../lib/use-live.ts'
import { useSession } from '../session/session-context.ts'
import { usePublishProfile } from '../session/use-publish-profile.ts'
import { InsecureNotice } from './insecure-notice.tsx'
import { NodeBanner } from './node-banner.tsx'
import { Spinner } from './spinner.tsx'

const TABS = [
  { to: '/town', name: 'town' },
  { to: '/gigs', name: 'gigs' },
  { to: '/scan', name: 'scan' },
  { to: '/wallet', name: 'wallet' },
] as const

// What needs the gigs and their texts is not for strangers.
const NextBar = lazy(async () => ({ default: (await import('../features/next/next-bar.tsx')).NextBar }))

/** Frame of all pages: tabs at the thumb, from 900 px on in a column at the side. */
export const Shell = () => {
  const { t } = useTranslation()
  const { status, wallet } = useSession()
  const hasTabs = status === 'locked' || (status === 'open' && wallet !== null)
  const live = useLive()
  usePublishProfile()
  return (
    <div
      className={`mx-auto min-h-dvh max-w-6xl wide:[--tabs:0rem] ${hasTabs ? '[--tabs:3.5rem]' : '[--tabs:0rem]'} wide:grid wide:grid-cols-[15rem_minmax(0,1fr)]`}
    >
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:m-2 focus:rounded-lg focus:bg-card focus:p-3"
      >
        {t('skip')}
      </a>
      <header className="flex items-center justify-between gap-2 px-4 py-2 wide:sticky wide:top-0 wide:h-dvh wide:flex-col wide:items-stretch wide:justify-start wide:border-r wide:border-line wide:px-3 wide:py-6">
        <Link
          to="/"
          className="inline-flex min-h-11 items-center gap-2 font-bold whitespace-nowrap no-underline wide:px-3"
        >
          <img src="/icon.svg" alt="" width="28" height="28" />
          {t('name')}
        </Link>
        {hasTabs && (
          <nav
            aria-label={t('nav.label')}
            className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-card pb-[env(safe-area-inset-bottom)] wide:static wide:border-0 wide:bg-transparent wide:pt-4"
          >
            <ul className="grid grid-cols-4 wide:grid-cols-1 wide:gap-1">
              {TABS.map(({ to, name }) => (
                <li key={to}>
                  <TabLink to={to}>
                    <TabIcon name={name} />
                    {t(`nav.${name}`)}
                  </TabLink>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <Link
          to="/settings"
          className="inline-flex min-h-11 items-center rounded-lg px-2 no-underline hover:text-ink wide:mt-auto wide:px-3"
          {...TAB_LOOKS}
        >
          {t('nav.settings')}
        </Link>
      </header>
      <div className="min-w-0 px-4 pt-2 pb-[calc(var(--tabs)+3rem)] wide:px-8 wide:pt-8 wide:pb-12">
        <InsecureNotice />
        <NodeBanner live={live} />
        {hasTabs && (
          <Suspense>
            <NextBar />
          </Suspense>
        )}
        <main id="content" tabIndex={-1} className="outline-none">
          <Suspense fallback={<Spinner label={t('loading')} />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </div>
  )
}

const TAB_LOOKS = {
  activeProps: { className: 'font-semibold text-denim wide:bg-card' },
  inactiveProps: { className: 'text-soft' },
}

const TabLink = ({ to, children }: { readonly to: (typeof TABS)[number]['to']; readonly children: ReactNode }) => (
  <Link
    to={to}
    className="flex min-h-14 flex-col items-center justify-center gap-0.5 text-sm no-underline hover:text-ink wide:min-h-11 wide:flex-row wide:justify-start wide:gap-3 wide:rounded-lg wide:px-3 wide:text-base"
    {...TAB_LOOKS}
  >
    {children}
  </Link>
)

const PATHS = {
  town: 'M3 11l5-4 5 4v9H3zM13 9l4-3 4 3v11h-8M7 20v-4h2v4',
  gigs: 'M4 10h16M5 10v10h14V10M4 10l2-6h12l2 6M10 20v-6h4v6',
  scan: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5M8 8h3v3H8zM13 13h3v3h-3zM13 8h3M8 14v2',
  wallet: 'M4 7h15a1 1 0 0 1 1 1v11H5a1 1 0 0 1-1-1zM4 7l11-3v3M16 13h1',
} as const

const TabIcon = ({ name }: { readonly name: keyof typeof PATHS }) => (
  <svg
    aria-hidden="true"
    viewBox="0 0 24 24"
    className="size-6 shrink-0 fill-none stroke-current stroke-[1.8]"
    strokeLinecap="round"
    strokeLinejoin="round"
  >
    <path d={PATHS[name]} />
  </svg>
)
