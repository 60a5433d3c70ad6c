import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestNode, type TestNode } from '../../apps/node/test/node.ts'
import { buildWeb } from './build-web.ts'
import { startChromium } from './chromium.ts'
import { liveGigStory, meet, SOUP } from './gig-story.ts'
import { keyboard, reach, unseenFocus } from './keyboard.ts'
import { t } from './texts.ts'
import { isQuiet, walkTo } from './walk.ts'

// A gig from the offer to the rating without a mouse.

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

/** Tests share the machine. */
const PATIENCE_MS = 20_000

let node: TestNode
let browser: Browser
let ada: Page
let ben: Page

beforeAll(async () => {
  await buildWeb()
  ;[node, browser] = await Promise.all([startTestNode(), startChromium()])
  ;({ ada, ben } = await meet(browser, node.url))
})

afterAll(async () => {
  await browser?.close()
  await node?.stop()
})

/** What has the focus, by its tag; of a heading also its words. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement: element } = document
    return element instanceof HTMLHeadingElement ? `${element.tagName} ${element.textContent}` : element?.tagName
  })

test('the whole story; the focus is at the heading of a new page, and never lost', async () => {
  await liveGigStory({
    ada,
    ben,
    hands: keyboard,
    after: async ({ page, step, heading }) => {
      if (heading !== undefined) {
        await expect.poll(() => focused(page), { message: step, timeout: PATIENCE_MS }).toBe(`H1 ${heading}`)
        expect(await page.title(), step).toBe(heading)
      }
      await expect.poll(() => focused(page), { message: step, timeout: PATIENCE_MS }).not.toBe('BODY')
      expect(await page.evaluate(unseenFocus), step).toBeUndefined()
    },
  })
})

test('the first stop of a page leads past what is on all pages', async () => {
  const page = await browser.newPage({ baseURL: node.url })
  await page.goto('/scan')
  await isQuiet(page)
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(t('common:skip'))
  expect(await page.evaluate(unseenFocus)).toBeUndefined()
  await page.keyboard.press('Enter')
  expect(await focused(page)).toBe('MAIN')
  expect(new URL(page.url()).hash).toBe('')
  await page.close()
})

test('a dialog keeps the focus and gives it back', async () => {
  await walkTo(ada, '/design')
  const open = ada.getByRole('button', { name: t('design:way.open'), exact: true }).first()
  await keyboard.press(ada, open)
  const dialog = ada.getByRole('dialog', { name: t('design:way.dialog') })
  await dialog.waitFor()
  for (let stop = 0; stop < 4; stop++) {
    // Past the last control comes the browser itself, which the page sees as nothing.
    const isInside = await ada.evaluate(() => document.activeElement?.closest('dialog, body')?.tagName)
    expect(isInside).toBe(await ada.evaluate(() => (document.activeElement === document.body ? 'BODY' : 'DIALOG')))
    await ada.keyboard.press('Tab')
  }
  await ada.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(await open.evaluate((element) => element === document.activeElement)).toBe(true)
})

test('it fails where the focus can not be seen', async () => {
  await walkTo(ben, '/gigs?view=mine')
  await ben.addStyleTag({ content: '*:focus-visible, *:has(:focus-visible) { outline: none !important }' })
  await expect(reach(ben, ben.getByRole('link', { name: SOUP, exact: true }).first())).rejects.toThrow('no outline')
})
