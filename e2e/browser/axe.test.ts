import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestNode, type TestNode } from '../../apps/node/test/node.ts'
import { buildScenery, SCENERY_START, type Scenery } from '../scenery/scenery.ts'
import { AXE, judge } from './axe.ts'
import { buildWeb } from './build-web.ts'
import { startChromium } from './chromium.ts'
import { DESKTOP, fits, PHONE } from './person.ts'
import { addressesOf, readRoutes } from './routes.ts'
import { enterAs, isQuiet, speak, walkTo } from './walk.ts'

// axe on every page: both widths, both languages, both themes; for a stranger and for somebody who lives here.

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

/** The narrowest that a page must do without scrolling sideways: 1280 pixels at 400 % (WCAG 1.4.10). */
const NARROW = 320

let node: TestNode
let scenery: Scenery
let browser: Browser

beforeAll(async () => {
  await buildWeb()
  ;[node, browser] = await Promise.all([startTestNode(SCENERY_START), startChromium()])
  scenery = await buildScenery(node)
})

afterAll(async () => {
  scenery?.close()
  await browser?.close()
  await node?.stop()
})

const open = async (viewport: typeof PHONE): Promise<Page> => {
  const context = await browser.newContext({ baseURL: node.url, viewport, locale: 'en-GB', reducedMotion: 'reduce' })
  context.setDefaultTimeout(30_000)
  return await context.newPage()
}

const judgeAll = async (page: Page, addresses: readonly string[]): Promise<readonly string[]> => {
  const problems: string[] = []
  const size = page.viewportSize() ?? PHONE
  await page.evaluate(AXE)
  for (const language of ['en', 'it'] as const) {
    await speak(page, language)
    for (const address of addresses) {
      await walkTo(page, address)
      problems.push(...(await judge(page, `${address} in ${language} at ${size.width} px`)))
      if (size !== PHONE) continue
      await page.setViewportSize({ ...size, width: NARROW })
      await fits(page, address)
      await page.setViewportSize(size)
    }
  }
  return problems
}

/** One address of each route. */
const oneOfEach = () => readRoutes().map((route) => addressesOf(route, scenery)[0] ?? route)

test('it finds what is wrong', async () => {
  const page = await open(PHONE)
  await page.setContent('<main><h1>Here</h1><img src="x"><p style="color: #999; background: #fff">pale</p></main>')
  await page.evaluate(AXE)
  const found = (await judge(page, 'a bad page')).join('\n')
  expect(found).toContain('a bad page, light: image-alt')
  expect(found).toContain('a bad page, light: color-contrast')
  expect(found).toContain('a bad page, dark: color-contrast')
  await page.context().close()
})

test('no violation on any route for a stranger', async () => {
  const problems = await Promise.all(
    [PHONE, DESKTOP].map(async (size) => {
      const page = await open(size)
      await page.goto('/')
      await isQuiet(page)
      const found = await judgeAll(page, oneOfEach())
      await page.context().close()
      return found
    }),
  )
  expect(problems.flat()).toEqual([])
})

test('no violation on any route for a neighbour', async () => {
  const problems = await Promise.all(
    [PHONE, DESKTOP].map(async (size) => {
      const page = await open(size)
      await enterAs(page, scenery.people.busy)
      const found = await judgeAll(page, oneOfEach())
      await page.context().close()
      return found
    }),
  )
  expect(problems.flat()).toEqual([])
})

test('nor in any other state of a town and a gig', async () => {
  const page = await open(PHONE)
  await enterAs(page, scenery.people.busy)
  await page.evaluate(AXE)
  const problems: string[] = []
  for (const address of readRoutes().flatMap((route) => addressesOf(route, scenery).slice(1))) {
    await walkTo(page, address)
    await fits(page, address)
    problems.push(...(await judge(page, address)))
  }
  expect(problems).toEqual([])
})
