import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestNode, type TestNode } from '../../apps/node/test/node.ts'
import { buildWeb } from './build-web.ts'
import { startChromium } from './chromium.ts'
import { type Hands, liveGigStory, meet } from './gig-story.ts'
import { faultsOfTree, heard, listen } from './listening.ts'
import { t } from './texts.ts'

// A gig from the offer to the rating as a screen reader gives it: by the tree of roles and names, and by what is announced.

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

/** What a screen reader does for its reader: it acts on what the tree has, by role and name. */
const listener: Hands = {
  press: (_, control) => control.click(),
  write: (_, field, text) => field.fill(text),
  choose: async (_, list, option) => {
    const [wanted] = await list.getByRole('option', { name: new RegExp(`^${option}`) }).allTextContents()
    await list.selectOption({ label: wanted ?? option })
  },
  mark: (_, group, value) => group.getByRole('radio', { name: String(value), exact: true }).check(),
}

test('the whole story; each page is a clear document, and what happens is announced', async () => {
  await Promise.all([ada, ben].map(listen))
  await liveGigStory({
    ada,
    ben,
    hands: listener,
    after: async ({ page, step, says }) => {
      expect(await faultsOfTree(page), step).toEqual([])
      if (says !== undefined)
        await expect.poll(() => heard(page), { message: step, timeout: PATIENCE_MS }).toContain(says)
    },
  })
})

test('the page of a gig, as it is read', async () => {
  expect(await ada.getByRole('main').ariaSnapshot()).toMatch(
    new RegExp(
      [
        `heading "Soup for twelve" \\[level=1\\]`,
        `list "${t('gigs:steps.label')}"`,
        `heading "${t('gigs:next.title')}" \\[level=2\\]`,
        `heading "${t('gigs:conversation.title')}" \\[level=2\\]`,
        'log',
        `heading "${t('gigs:history.title')}" \\[level=2\\]`,
      ].join('[\\s\\S]*'),
    ),
  )
})

test('a page that is none is found out', async () => {
  const page = await browser.newPage()
  await page.setContent('<h1>One</h1><h1>Two</h1><h4>Deep</h4><button></button><img src="x"><input>')
  expect(await faultsOfTree(page)).toEqual([
    'h1: One, Two',
    'level 4 after 1: Deep',
    'landmarks: ',
    'no name: button',
    'no name: image',
    'no name: textbox',
  ])
  await page.close()
})
