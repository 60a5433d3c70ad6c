import { createTown, encryptIdentity, serializeBackup, type Town } from '@distributed-town/sdk'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestNode, type TestNode } from '../../apps/node/test/node.ts'
import type { Resident } from '../resident.ts'
import { DAY, settleTown } from '../scenery/neighbourhood.ts'
import { buildWeb } from './build-web.ts'
import { startChromium } from './chromium.ts'
import { openBrowser, type Person, PHONE } from './person.ts'
import { createKey, field, heading, openBackup, passphraseOf, press, says, tab } from './steps.ts'
import { t } from './texts.ts'
import { walkTo } from './walk.ts'

// What goes wrong around a page: a foreign link, the back button, a second tab, a broken line, a wrong clock.

const [GARDENING, COOKING] = [10, 11]
const TOWN = 'Mill Lane'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 })

let node: TestNode
let town: Town
let browser: Browser
let communityId: number
let residents: readonly Resident[] = []

beforeAll(async () => {
  await buildWeb()
  ;[node, browser] = await Promise.all([startTestNode(), startChromium()])
  town = createTown({ url: node.url })
  const settled = await settleTown(town, {
    charter: { template: 0, name: TOWN, purpose: 'Bread and boats.', place: '', language: 'en' },
    people: [{ name: 'Nora', skills: [{ skill: COOKING, level: 4 }] }],
  })
  ;({ communityId, residents } = settled)
})

afterAll(async () => {
  for (const { records } of residents) records.close()
  await browser?.close()
  await node?.stop()
})

const arrive = (name: string): Promise<Person> =>
  openBrowser(browser, { name, url: node.url, size: PHONE, expected: EXPECTED })

/** Who has a key but no wallet yet is asked for by its address; and a gig that there is none of. */
const EXPECTED = [/^404 GET \/api\/(wallets\/by-owner\/0x|gigs\/)/]

const checkbox = (page: Page, skill: number) =>
  page.getByRole('checkbox', { name: new RegExp(`^${t(`skills:skill.${skill}`)}`) })

test('a link to a private page tells a stranger what to do, and nothing of its owner', async () => {
  const { page, problems } = await arrive('stranger')
  for (const path of ['/wallet', '/wallet/statement', '/wallet/card', '/gigs', '/gigs/new', '/town', '/wallet?to=1']) {
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.locator('main a[href^="/start"], main a[href="/towns"]').first().waitFor()
    expect(await page.getByText('Nora').count(), path).toBe(0)
  }
  await page.goto('/gigs/999')
  await says(page, 'gigs:notFound')
  expect(problems).toEqual([])
  await page.context().close()
})

test('an invitation for a skill chooses it; the back button loses nothing, and what a broken line held up is done later', async () => {
  const una = await arrive('Una')
  const { page } = una
  await page.goto(`/start?town=${communityId}&skill=${GARDENING}`)
  const gardening = t(`skills:skill.${GARDENING}`)
  await says(page, 'start:invitedFor', { name: TOWN, skill: gardening })
  await createKey(una)
  await press(page, 'start:kept.next')
  await says(page, 'start:skills.asked', { skill: gardening })
  expect(await checkbox(page, GARDENING).isChecked()).toBe(true)
  // Not hers: she chooses another one, and goes to and fro.
  await checkbox(page, GARDENING).uncheck()
  await checkbox(page, COOKING).check()
  await page.getByText(t('start:skills.asked', { skill: gardening })).waitFor({ state: 'detached' })
  await walkTo(page, '/towns')
  await page.goBack()
  await checkbox(page, COOKING).waitFor()
  expect([await checkbox(page, COOKING).isChecked(), await checkbox(page, GARDENING).isChecked()]).toEqual([
    true,
    false,
  ])
  await press(page, 'start:skills.next')
  const join = page.getByRole('button', { name: t('start:town.joinThis', { name: TOWN }), exact: true })
  await join.waitFor()
  await press(page, 'start:town.back')
  expect(await checkbox(page, COOKING).isChecked()).toBe(true)
  await press(page, 'start:skills.next')
  // The line breaks while she joins: what she signed waits, and is done when the line is back.
  await page.route('**/api/relay', (route) => route.abort())
  await join.click()
  await page
    .getByText(t('outbox:waiting', { count: 1 }))
    .first()
    .waitFor()
  await page.unroute('**/api/relay')
  await page.getByText(t('outbox:status.done')).first().waitFor({ timeout: 45_000 })
  await tab(page, 'town')
  await heading(page, TOWN)
  expect(una.problems.filter((problem) => !problem.endsWith('/api/relay'))).toEqual([])

  // A second tab of the same browser has the key, locked, and then knows where she lives.
  const second = await page.context().newPage()
  await second.goto('/wallet')
  await field(second, 'session:passphrase').fill(passphraseOf(una))
  await press(second, 'session:unlock.submit')
  await walkTo(second, '/start')
  await says(second, 'start:resident.title')
  // Removed here, it opens nowhere in this browser when the page comes anew.
  await tab(page, 'wallet')
  await walkTo(page, '/settings')
  await press(page, 'settings:forget.act')
  await press(page, 'settings:forget.confirm')
  await says(page, 'settings:none.text')
  await second.reload()
  await field(second, 'start:identity.name').waitFor()
  await page.context().close()
})

test('a device whose clock is days off is told so where deadlines are', async () => {
  const [nora] = residents
  if (!nora) throw new Error('somebody lives there')
  const { page } = await arrive(nora.name)
  const backup = encryptIdentity(town, { identity: nora.identity, passphrase: passphraseOf(nora) })
  await page.goto('/start?have=true')
  await openBackup(page, { backup: serializeBackup(backup), name: nora.name })
  await tab(page, 'gigs')
  await field(page, 'gigs:list.search').waitFor()
  expect(await page.getByText(t('gigs:clock.title')).count()).toBe(0)
  node.advance(3 * DAY)
  await page.reload()
  await says(page, 'gigs:clock.title')
  await page.context().close()
})
