import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** Folder for pictures of every page at both widths; none are taken without it. */
const { SHOTS } = process.env

export type Size = { readonly width: number; readonly height: number }
export const PHONE: Size = { width: 360, height: 740 }
export const DESKTOP: Size = { width: 1280, height: 800 }

/** What a page does in the end is waited for so long: tests share the machine. */
const TIMEOUT = 20_000

/** Somebody with a browser of their own. */
export type Person = {
  readonly name: string
  readonly page: Page
  /** What the browser complained of: errors of scripts, refused and failed requests that nobody expects. */
  readonly problems: readonly string[]
  /** That the page fits on a phone and has one heading; takes its picture if pictures are wanted. */
  readonly look: (name: string) => Promise<void>
  /** What is on the screen, if pictures are wanted. */
  readonly picture: (name: string) => Promise<void>
}

/** @param expected Refused requests that belong to the story: `404 GET /api/…`. */
export const openBrowser = async (
  browser: Browser,
  { name, url, size, expected }: { name: string; url: string; size: Size; expected: readonly RegExp[] },
): Promise<Person> => {
  const context = await browser.newContext({
    baseURL: url,
    viewport: size,
    locale: 'en-GB',
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(TIMEOUT)
  const page = await context.newPage()
  const problems = watch(page, expected)
  const picture = async (shot: string) => {
    if (SHOTS) await page.screenshot({ path: join(SHOTS, `${shot}.png`) })
  }
  const look = async (shot: string) => {
    await page.getByRole('heading', { level: 1 }).waitFor()
    for (const seen of [PHONE, DESKTOP]) {
      await page.setViewportSize(seen)
      await fits(page, shot)
      const { titles, height } = await page.evaluate(measure)
      expect(titles, `h1 of ${shot}`).toHaveLength(1)
      if (!SHOTS) continue
      // The whole page, with what sticks to the edge of the screen at its edge.
      await page.setViewportSize({ width: seen.width, height })
      await picture(`${shot}-${seen.width}`)
    }
    await page.setViewportSize(size)
  }
  return { name, page, problems, look, picture }
}

const watch = (page: Page, expected: readonly RegExp[]): readonly string[] => {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`error: ${error.stack ?? error.message}`))
  page.on('console', (message) => {
    // Refused requests are told below with their method.
    if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return
    problems.push(`console: ${message.text()}`)
  })
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText
    // Leaving a page ends what it still reads.
    if (reason !== 'net::ERR_ABORTED') problems.push(`${reason} ${request.method()} ${request.url()}`)
  })
  page.on('response', (response) => {
    const line = `${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`
    if (response.status() >= 400 && !expected.some((known) => known.test(line))) problems.push(line)
  })
  return problems
}

/** Runs in the page: by how much it is too wide, what sticks out of it, and its titles. */
const measure = () => {
  const { scrollWidth, scrollHeight, clientWidth } = document.documentElement
  const wide = [...document.querySelectorAll('body *')].filter(
    (element) => element.getBoundingClientRect().right > clientWidth,
  )
  return {
    overflow: scrollWidth - clientWidth,
    wide: wide.map(({ tagName, className }) => `${tagName} ${className}`),
    width: clientWidth,
    height: scrollHeight,
    titles: [...document.querySelectorAll('h1')].map(({ textContent }) => textContent),
  }
}

/** That nothing of a page sticks out at its present width. */
export const fits = async (page: Page, what: string): Promise<void> => {
  const { overflow, wide, width } = await page.evaluate(measure)
  expect(overflow, `${what} at ${width} px sticks out: ${wide.join(', ')}`).toBe(0)
}

/** Several at once, as a reader sees them. */
export const seen = async (...locators: readonly Locator[]): Promise<void> => {
  await Promise.all(locators.map((locator) => locator.first().waitFor()))
}
