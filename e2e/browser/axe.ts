import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

// What axe finds wrong on a page.

/** To be evaluated in a page before it is judged. */
export const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** What a theme changes is colours. */
const RULES_OF_COLOURS = ['color-contrast', 'link-in-text-block']

/** What is wrong on a page, in the language that it speaks and in both themes. */
export const judge = async (page: Page, what: string): Promise<readonly string[]> => {
  await page.emulateMedia({ colorScheme: 'light' })
  const inLight = await violationsOf(page, { type: 'tag', values: STANDARDS })
  await page.emulateMedia({ colorScheme: 'dark' })
  const inDark = await violationsOf(page, { type: 'rule', values: RULES_OF_COLOURS })
  return [...inLight.map((text) => `${what}, light: ${text}`), ...inDark.map((text) => `${what}, dark: ${text}`)]
}

const violationsOf = async (page: Page, rules: { readonly type: 'tag' | 'rule'; readonly values: string[] }) => {
  const { violations } = await page.evaluate<AxeResults, typeof rules>(
    // biome-ignore lint/suspicious/noExplicitAny: it was put into the page
    (runOnly) => (window as any).axe.run({ runOnly, resultTypes: ['violations'] }),
    rules,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary}`),
  )
}
