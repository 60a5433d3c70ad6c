import type { Page } from 'playwright-core'
import { HALL_PARTS } from '../browser/routes.ts'
import { chooseSkill, field, press, says } from '../browser/steps.ts'
import { t } from '../browser/texts.ts'
import { isQuiet, walkTo } from '../browser/walk.ts'
import type { Scenery, Situation } from '../scenery/scenery.ts'

/** A page in one state. */
export type View = {
  readonly name: string
  readonly path: string
  /** What is done there before the picture. */
  readonly act?: (page: Page) => Promise<void>
  /** Makes it good after the pictures. */
  readonly undo?: (page: Page) => Promise<void>
  /** Also in Italian. */
  readonly isTranslated?: true
  /** Also on the narrowest phone, enlarged twice, and on the largest screen. */
  readonly isExtreme?: true
}

/** Who looks at the views: somebody of the scenery, or who came for the first time. */
export type Onlooker = Situation | 'stranger'

/** Every page in every state, by who sees it, in the order in which they go there. */
export const listViews = ({ towns, gigs, code }: Scenery): Readonly<Record<Onlooker, readonly View[]>> => {
  const ofGigs = (...states: readonly (keyof typeof gigs)[]) =>
    states.map((state) => ({ name: `gig-${state}`, path: `/gigs/${gigs[state]}` }))
  const hall = (path: string, parts: readonly (typeof HALL_PARTS)[number][] = HALL_PARTS) =>
    parts.map((part) => ({ name: `hall-${part}`, path: `${path}/hall?part=${part}`, isTranslated: true as const }))
  return {
    stranger: [
      { name: 'home', path: '/', isTranslated: true, isExtreme: true },
      { name: 'towns', path: '/towns', isTranslated: true, isExtreme: true },
      { name: 'towns-search', path: '/towns?q=Harbour' },
      { name: 'towns-nothing', path: '/towns?q=nowhere' },
      { name: 'towns-pulse', path: '/towns/pulse', isTranslated: true, isExtreme: true },
      { name: 'town', path: `/towns/${towns.lively}`, isExtreme: true },
      { name: 'town-full', path: `/towns/${towns.full}` },
      { name: 'town-longest', path: `/towns/${towns.alone}` },
      { name: 'town-markup', path: `/towns/${towns.two}` },
      ...hall(`/towns/${towns.lively}`, ['skills', 'members', 'history']),
      { name: 'town-unknown', path: '/towns/999' },
      { name: 'town-own', path: '/town' },
      { name: 'gigs', path: '/gigs' },
      { name: 'gig', path: `/gigs/${gigs.open}` },
      { name: 'gig-unknown', path: '/gigs/999' },
      { name: 'scan', path: '/scan' },
      { name: 'wallet', path: '/wallet' },
      { name: 'settings', path: '/settings', isTranslated: true },
      { name: 'start', path: '/start', isTranslated: true },
      { name: 'start-short', path: '/start', act: (page) => field(page, 'start:identity.name').fill('A'.repeat(200)) },
      { name: 'start-invited', path: `/start?town=${towns.founding}` },
      { name: 'start-existing', path: '/start?have=true' },
      { name: 'design', path: '/design' },
      { name: 'nowhere', path: '/nowhere' },
      { name: 'statement-broken', path: '/', act: breakStatement, undo: mendStatement },
      { name: 'town-unreachable', path: '/', act: (page) => failToRead(page, towns.founding) },
      { name: 'offline', path: '/towns', act: goOffline },
    ],
    unfinished: [
      { name: 'home', path: '/' },
      { name: 'wallet', path: '/wallet' },
      { name: 'start-skills', path: '/start', isTranslated: true },
      { name: 'start-chosen', path: '/start', act: (page) => chooseSkill(page, 11, 5) },
      { name: 'start-town', path: '/start', act: chooseTown },
      { name: 'start-found', path: '/start', act: chooseFounding },
    ],
    alone: [
      { name: 'home', path: '/', isTranslated: true },
      { name: 'town', path: '/town' },
      ...hall('/town', ['skills', 'pulse', 'founding']),
      { name: 'gigs', path: '/gigs' },
      { name: 'gig-new', path: '/gigs/new' },
      { name: 'wallet', path: '/wallet' },
      { name: 'statement', path: '/wallet/statement' },
    ],
    twoMembers: [
      { name: 'home', path: '/' },
      { name: 'town', path: '/town' },
    ],
    founding: [
      { name: 'home', path: '/', isTranslated: true },
      { name: 'town', path: '/town' },
      { name: 'gigs', path: '/gigs' },
      { name: 'gig-new', path: '/gigs/new' },
      { name: 'wallet', path: '/wallet' },
    ],
    validated: [
      { name: 'home', path: '/', isTranslated: true, isExtreme: true },
      { name: 'town', path: '/town', isTranslated: true, isExtreme: true },
      ...hall('/town'),
      { name: 'towns', path: '/towns' },
      { name: 'gigs', path: '/gigs', isTranslated: true, isExtreme: true },
      { name: 'gigs-all', path: '/gigs?state=all' },
      { name: 'gigs-due', path: '/gigs?state=all&due=soon', isTranslated: true },
      { name: 'gigs-mine', path: '/gigs?view=mine' },
      { name: 'gig-new', path: '/gigs/new', isTranslated: true, isExtreme: true },
      { name: 'gig-new-missing', path: '/gigs/new', act: (page) => press(page, 'gigs:new.submit') },
      ...ofGigs('open', 'asked', 'taken', 'submitted', 'overdue', 'rated', 'settled', 'cancelled', 'longest'),
      { name: 'scan', path: '/scan', isTranslated: true },
      { name: 'scan-refused', path: '/scan#my-shopping-list' },
      { name: 'scan-foreign', path: `/scan#${code}` },
      { name: 'wallet', path: '/wallet', isTranslated: true, isExtreme: true },
      { name: 'wallet-code', path: '/wallet', act: showWalletCode },
      { name: 'statement', path: '/wallet/statement', isTranslated: true, isExtreme: true },
      { name: 'card', path: '/wallet/card', isTranslated: true, isExtreme: true },
      { name: 'settings', path: '/settings', isTranslated: true, isExtreme: true },
    ],
    waiting: [
      { name: 'home', path: '/' },
      { name: 'gigs', path: '/gigs' },
      ...ofGigs('completed', 'changes'),
      { name: 'wallet', path: '/wallet' },
    ],
    busy: [
      { name: 'home', path: '/' },
      { name: 'gigs', path: '/gigs' },
      ...ofGigs('asked', 'submitted', 'changes', 'completed', 'overdue'),
      { name: 'scan-request', path: `/scan#${code}`, isTranslated: true },
      { name: 'wallet', path: '/wallet' },
      { name: 'locked-wallet', path: '/wallet', act: lock, isTranslated: true },
      { name: 'locked-home', path: '/' },
      { name: 'locked-settings', path: '/settings' },
    ],
    full: [
      { name: 'home', path: '/' },
      { name: 'town', path: '/town', isExtreme: true },
      ...hall('/town', ['skills', 'members']),
      { name: 'gigs', path: '/gigs' },
      { name: 'wallet', path: '/wallet' },
      { name: 'settings', path: '/settings' },
    ],
    homeless: [
      { name: 'home', path: '/' },
      { name: 'gigs', path: '/gigs' },
      { name: 'town', path: '/town' },
      { name: 'wallet', path: '/wallet' },
      { name: 'start', path: '/start' },
      { name: 'settings', path: '/settings' },
    ],
  }
}

const chooseTown = async (page: Page) => {
  // The way in begins anew for who comes back to it.
  await walkTo(page, '/')
  await walkTo(page, '/start')
  await chooseSkill(page, 11, 5)
  await press(page, 'start:skills.next')
  await isQuiet(page)
}

const chooseFounding = async (page: Page) => {
  await chooseTown(page)
  await page.getByRole('tab', { name: t('start:town.found') }).click()
}

const showWalletCode = (page: Page) => page.getByText(t('wallet:code.show'), { exact: true }).click()

const lock = async (page: Page) => {
  await walkTo(page, '/settings')
  await press(page, 'settings:keys.lock')
  await walkTo(page, '/wallet')
  await says(page, 'session:unlock.title')
}

const STATEMENT = /statement-page/

/** The code of a page does not arrive. */
const breakStatement = async (page: Page) => {
  await page.route(STATEMENT, (route) => route.abort())
  await page.evaluate(() => history.pushState({}, '', '/wallet/statement'))
  await says(page, 'common:crashed.title')
}

const mendStatement = async (page: Page) => {
  await page.unroute(STATEMENT)
  // A module that failed stays failed in this document.
  await page.reload()
}

const failToRead = async (page: Page, communityId: number) => {
  await page.route(`**/api/communities/${communityId}`, (route) => route.abort())
  await page.evaluate((to) => history.pushState({}, '', to), `/towns/${communityId}`)
  await page.getByRole('alert').first().waitFor()
}

const goOffline = async (page: Page) => {
  // Chromium's own way to be offline leaves open connections open.
  await page.route('**/api/events', (route) => route.abort())
  await page.reload()
  const [beginning = ''] = t('common:node.asOf', { time: '|' }).split('|')
  await page.getByText(beginning.trim()).first().waitFor()
}
