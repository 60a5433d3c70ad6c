import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isToldBy } from '../features/next/next-thing.ts'
import { healthQuery } from '../lib/queries.ts'
import { useTown } from '../lib/town-context.ts'
import { useFocus } from '../lib/use-focus.ts'
import { useLive } from '../lib/use-live.ts'
import { UpdateNotice } from '../offline/update-notice.tsx'
import { LazyOutboxNotice } from '../outbox/lazy-outbox-notice.tsx'
import { useSession } from '../session/session-context.ts'
import { usePublishProfile } from '../session/use-publish-profile.ts'
import { Icon } from './icons/icon.tsx'
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

// Seconds of a first start.
const TellingPast = lazy(async () => ({ default: (await import('../features/example/telling-past.tsx')).TellingPast }))

// Few wear them.
const ShoesBanner = lazy(async () => ({ default: (await import('../features/example/shoes-banner.tsx')).ShoesBanner }))

/** Frame of all pages: tabs at the thumb, from 900 px on in a column at the side. */
export const Shell = () => {
  const { t } = useTranslation()
  const { status, wallet, shoes } = useSession()
  const hasTabs = status === 'locked' || (status === 'open' && wallet !== null)
  const live = useLive()
  const isEarly = useIsEarly()
  usePublishProfile()
  const main = useRef<HTMLElement>(null)
  useFocus(main)
  return (
    <div
      className={`mx-auto min-h-dvh max-w-6xl wide:[--tabs:0rem] ${hasTabs ? '[--tabs:3.5rem]' : '[--tabs:0rem]'} wide:grid wide:grid-cols-[15rem_minmax(0,1fr)] print:block`}
    >
      {/* biome-ignore lint/a11y/useValidAnchor: it leads to a part of this page */}
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:m-2 focus:rounded-lg focus:bg-card focus:p-3"
        onClick={(event) => {
          // The address stays as it is: on the page of codes what follows # is a code.
          event.preventDefault()
          main.current?.focus()
        }}
      >
        {t('skip')}
      </a>
      <header className="flex items-center print:hidden justify-between gap-2 px-4 py-2 wide:sticky wide:top-0 wide:h-dvh wide:flex-col wide:items-stretch wide:justify-start wide:border-r wide:border-line wide:px-3 wide:py-6">
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
                    <Icon name={name} />
                    {t(`nav.${name}`)}
                  </TabLink>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <Link
          to="/settings"
          className="inline-flex min-h-11 items-center gap-2 rounded-lg px-2 no-underline hover:text-ink wide:mt-auto wide:gap-3 wide:px-3"
          {...TAB_LOOKS}
        >
          {/* On a phone the header has no room for it beside the name. */}
          <span aria-hidden="true" className="hidden wide:block">
            <Icon name="settings" />
          </span>
          {t('nav.settings')}
        </Link>
      </header>
      <div className="min-w-0 px-4 pt-2 pb-[calc(var(--tabs)+3rem)] wide:px-8 wide:pt-8 wide:pb-12 print:p-0">
        {shoes && (
          <Suspense>
            <ShoesBanner />
          </Suspense>
        )}
        <InsecureNotice />
        {!isEarly && <NodeBanner live={live} />}
        <UpdateNotice />
        <LazyOutboxNotice />
        {!isEarly && (status === 'locked' || status === 'open') && (
          <Suspense fallback={<BarPlace />}>
            <NextBar />
          </Suspense>
        )}
        {/* Until it is known whose device this is, and with it what stands above the page. */}
        {status === 'starting' && <Spinner label={t('loading')} />}
        <main ref={main} id="content" tabIndex={-1} className="outline-none" hidden={status === 'starting'}>
          <Suspense fallback={<Spinner label={t('loading')} />}>{isEarly ? <TellingPast /> : <Outlet />}</Suspense>
        </main>
      </div>
    </div>
  )
}

/** Whether the node was found telling the past of its example network; then it stays so until the page is loaded anew. */
const useIsEarly = (): boolean => {
  const { data: health } = useQuery(healthQuery(useTown()))
  const [isEarly, setIsEarly] = useState(false)
  if (health?.past && !isEarly) setIsEarly(true)
  return isEarly
}

/** Where the bar will be, so that nothing moves when it comes: who loads a page is locked, unless the page asks for the passphrase itself. */
const BarPlace = () => {
  const path = useLocation({ select: ({ pathname }) => pathname })
  return isToldBy(UNLOCK, path) ? null : <div className="mb-4 h-[7.875rem] sm:h-[4.375rem]" />
}

const UNLOCK = { kind: 'unlock' } as const

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
