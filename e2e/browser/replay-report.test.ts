import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openFolder, writeReport } from '../../apps/replay/src/report/write.ts'
import { makeUpReport } from '../../apps/replay/test/made-up-report.ts'
import { AXE, judge } from './axe.ts'
import { startChromium } from './chromium.ts'
import { DESKTOP, fits, PHONE } from './person.ts'

// The page of a replay as somebody opens it who got the file: without the node, without a network.

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const NAME = '<img src=x onerror=alert(1)>&"\' <script>alert(2)</script> Lime Street'
const MOST_BYTES = 1_000_000

const folder = mkdtempSync(join(tmpdir(), 'report-'))
const large = openFolder(join(folder, 'large'))
/** With all that a page has; axe looks at each cell of it. */
const small = openFolder(join(folder, 'small'))
let browser: Browser

beforeAll(async () => {
  writeReport(makeUpReport({ towns: 200, name: NAME }), { folder: large })
  writeReport(makeUpReport({ towns: 5, name: NAME }), { folder: small })
  browser = await startChromium()
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true })
})

/** @returns the page and what it complained of. */
const open = async (
  at: string,
  viewport: typeof PHONE,
): Promise<{ readonly page: Page; readonly problems: readonly string[] }> => {
  const context = await browser.newContext({ viewport, offline: true })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('console', (message) => problems.push(message.text()))
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('dialog', (dialog) => problems.push(dialog.message()))
  page.on('request', (request) => request.url().startsWith('file:') || problems.push(request.url()))
  await page.goto(pathToFileURL(join(at, 'report.html')).href)
  return { page, problems }
}

test('200 towns are less than a megabyte, and open without a network', async () => {
  expect(readFileSync(join(large, 'report.html')).length).toBeLessThan(MOST_BYTES)
  const { page, problems } = await open(large, PHONE)
  await fits(page, 'report')
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('What became of 200 towns')
  expect(problems).toEqual([])
  await page.context().close()
})

test.each([PHONE, DESKTOP])('it reads well with all its tables at $width pixels', async (size) => {
  const { page } = await open(small, size)
  for (const summary of await page.locator('summary').all()) await summary.click()
  await fits(page, 'report with all tables')
  await page.evaluate(AXE)
  expect(await judge(page, 'report')).toEqual([])
  await page.context().close()
})

test('names are shown as they are written, and nothing in them is carried out', async () => {
  const { page, problems } = await open(small, DESKTOP)
  await page.getByRole('cell', { name: `${NAME} 5`, exact: true }).waitFor()
  expect(await page.locator('img, script').count()).toBe(0)
  expect(problems).toEqual([])
  await page.context().close()
})

test('each plot has its numbers in a table', async () => {
  const { page } = await open(small, DESKTOP)
  const figures = await page.getByRole('figure').all()
  expect(figures.length).toBeGreaterThan(3)
  for (const figure of figures) {
    expect(await figure.getByRole('img').getAttribute('aria-label')).toBeTruthy()
    await figure.locator('summary').click()
    expect(await figure.getByRole('row').count()).toBeGreaterThan(1)
  }
  await page.context().close()
})

test('on paper all tables are open, and black on white', async () => {
  const { page } = await open(small, DESKTOP)
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  const hidden = page.locator('details table').filter({ visible: false })
  expect(await hidden.count()).toBe(0)
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  expect(ground).toBe('rgb(255, 255, 255)')
  await page.context().close()
})
