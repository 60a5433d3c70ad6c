import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { startTestNode, type TestNode } from '../../apps/node/test/node.ts'
import { buildWeb } from '../../e2e/browser/build-web.ts'
import { CHROMIUM, startChromium } from '../../e2e/browser/chromium.ts'
import { liveGigStory, meet } from '../../e2e/browser/gig-story.ts'
import { PHONE } from '../../e2e/browser/person.ts'
import { readRoutes } from '../../e2e/browser/routes.ts'
import { enterAs, isQuiet, walkTo } from '../../e2e/browser/walk.ts'
import { buildScenery, SCENERY_START } from '../../e2e/scenery/scenery.ts'
import type { Bench, Figure } from '../bench.ts'
import { type Interaction, interactionsOf, noteInteractions, slowDown } from '../lib/interactions.ts'
import { openLighthouse, type Report, slowdownFor, USUAL_SLOWDOWN } from '../lib/lighthouse.ts'

// What pages cost whoever opens them, as Lighthouse sees it on a phone, and how long they take to answer a press. On a real node with towns
// that were lived in. Baseline: an empty page of the same node.

/** Of each page; the one in the middle counts. 0: interactions only. */
const RUNS = Number(process.env.LIGHTHOUSE_RUNS ?? 3)
/** How much slower the CPU is made for interactions. */
const THROTTLINGS = [1, 4] as const
const EMPTY = '/empty.html'
/** For what a step leads to on a slow device. */
const PATIENCE_MS = 180_000

const dist = fileURLToPath(new URL('../../apps/web/dist/', import.meta.url))

export const bench: Bench = {
  name: 'web',
  run: async ({ say }) => {
    await buildWeb()
    const webRoot = withEmptyPage()
    const node = await startTestNode({ ...(RUNS > 0 && SCENERY_START), webRoot })
    try {
      const scored = RUNS > 0 ? await scoreScenery({ node, say }) : []
      const scripts = await countScripts({ url: node.url, webRoot })
      return [...scripts, ...scored, ...(await pressEverything({ url: node.url, say }))]
    } finally {
      await node.stop()
      rmSync(webRoot, { recursive: true })
    }
  },
}

const scoreScenery = async ({
  node,
  say,
}: {
  readonly node: TestNode
  readonly say: (line: string) => void
}): Promise<readonly Figure[]> => {
  const scenery = await buildScenery(node)
  scenery.close()
  return scorePages({
    url: node.url,
    say,
    pages: [
      { what: 'entry, for a stranger', path: '/' },
      { what: 'a town, for a stranger', path: `/towns/${scenery.towns.lively}` },
      { what: 'own town', path: '/town', who: scenery.people.validated },
      { what: 'a gig', path: `/gigs/${scenery.gigs.open}`, who: scenery.people.validated },
      { what: 'wallet', path: '/wallet', who: scenery.people.validated },
    ],
  })
}

/** The built web app, and a page with nothing but a button. */
const withEmptyPage = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'web-'))
  cpSync(dist, folder, { recursive: true })
  writeFileSync(
    join(folder, 'empty.js'),
    "document.querySelector('button').onclick = ({ target }) => target.append('.')",
  )
  writeFileSync(
    join(folder, EMPTY),
    `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><meta name="description" content="Nothing."><link rel="icon" href="/icon.svg">
<title>Empty</title><main><h1>Empty</h1><button>Press</button></main><script type="module" src="/empty.js"></script></html>`,
  )
  return folder
}

/** JavaScript of the first page, as it goes over the wire. */
const countScripts = async ({
  url,
  webRoot,
}: {
  readonly url: string
  readonly webRoot: string
}): Promise<readonly Figure[]> => {
  const browser = await startChromium()
  const page = await browser.newPage({ serviceWorkers: 'block' })
  const scripts = new Set<string>()
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (pathname.endsWith('.js')) scripts.add(pathname)
  })
  await page.goto(url)
  await isQuiet(page)
  await browser.close()
  const sizeOf = (path: string) => {
    const file = join(webRoot, path)
    return (statSync(`${file}.br`, { throwIfNoEntry: false }) ?? statSync(file)).size
  }
  const all = readdirSync(join(webRoot, 'assets')).filter((file) => file.endsWith('.js'))
  const sum = (paths: Iterable<string>) => [...paths].reduce((bytes, path) => bytes + sizeOf(path), 0)
  const text = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
  return [
    {
      what: 'JavaScript of the entry route over the wire, brotli',
      bar: '≤ 135 kB',
      value: `${text(sum(scripts))} in ${scripts.size} files`,
      baseline: `all pages and languages ${text(sum(all.map((file) => `assets/${file}`)))}`,
    },
  ]
}

type Keyholder = Parameters<typeof enterAs>[1]

/** Each loaded with empty caches; for somebody who lives here as after every load, with the Skill Wallet locked. */
const scorePages = async ({
  url,
  pages,
  say,
}: {
  readonly url: string
  readonly pages: readonly { readonly what: string; readonly path: string; readonly who?: Keyholder }[]
  readonly say: (line: string) => void
}): Promise<readonly Figure[]> => {
  const profile = mkdtempSync(join(tmpdir(), 'profile-'))
  const { executablePath, args } = CHROMIUM
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: [...args, '--remote-debugging-port=0'],
    baseURL: url,
    locale: 'en-GB',
  })
  try {
    const score = await openLighthouse({ profile })
    const measure = async (path: string, slowdown?: number): Promise<Report> => {
      const reports: Report[] = []
      for (let run = 0; run < RUNS; run += 1) reports.push(await score(`${url}${path}`, slowdown))
      return middleOf(reports)
    }
    const empty = await measure(EMPTY)
    const calibrated = slowdownFor(empty.hostSpeed)
    say(
      `an empty page: ${describe(empty)}; the host scores ${empty.hostSpeed}, so that ${calibrated}× slower is a phone`,
    )
    const rates = [...new Set([USUAL_SLOWDOWN, calibrated])]
    let entered: Keyholder | undefined
    const figures: Figure[] = []
    for (const { what, path, who } of pages) {
      if (who && who !== entered) {
        const page = await context.newPage()
        await enterAs(page, who)
        await page.close()
        entered = who
      }
      for (const rate of rates) {
        const report = await measure(path, rate)
        say(`${what}, CPU ${rate}× slower: ${describe(report)}${report.faults.map((fault) => `; ${fault}`).join('')}`)
        figures.push(
          rate === USUAL_SLOWDOWN
            ? {
                what: `Lighthouse on a slow phone, ${what}: performance / accessibility / best practices`,
                bar: '≥ 92 / 100 / 100',
                value: describe(report),
                baseline: `an empty page ${describe(empty)}`,
              }
            : {
                what: `Lighthouse, ${what}, CPU ${rate}× slower, as its guide has it for a host like this (${empty.hostSpeed})`,
                value: describe(report),
              },
        )
      }
    }
    return figures
  } finally {
    await context.close()
    rmSync(profile, { recursive: true, force: true })
  }
}

const middleOf = (reports: readonly Report[]): Report => {
  const sorted = reports.toSorted((a, b) => a.scores.performance - b.scores.performance)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (!middle) throw new Error('nothing was measured')
  return middle
}

const describe = ({ scores, timings, blocked, shift }: Report): string =>
  [
    `${scores.performance} / ${scores.accessibility} / ${scores['best-practices']}`,
    `first paint ${(timings['first-contentful-paint'] / 1000).toFixed(1)} s`,
    `largest ${(timings['largest-contentful-paint'] / 1000).toFixed(1)} s`,
    `blocked ${blocked.toFixed(0)} ms`,
    `shift ${shift.toFixed(3)}`,
  ].join(', ')

/** The story of a gig by mouse and keyboard, then everything on every page that can be pressed without an act. */
const pressEverything = async ({
  url,
  say,
}: {
  readonly url: string
  readonly say: (line: string) => void
}): Promise<readonly Figure[]> => {
  const browser = await startChromium()
  try {
    const figures: Figure[] = []
    for (const rate of THROTTLINGS) {
      const [lived, empty] = [await live({ browser, url, rate }), await pressEmptyPage({ browser, url, rate })]
      const worst = worstByPage(lived)
      say(`CPU ${rate}× slower: ${worst.map(({ path, milliseconds }) => `${path} ${milliseconds}`).join(', ')}`)
      const [first] = worst
      figures.push({
        what: `interaction to next paint, the worst of ${lived.length} on ${worst.length} pages${rate === 1 ? '' : `, CPU ${rate}× slower`}`,
        ...(rate === 1 && { bar: '≤ 150 ms' }),
        value: `${first?.milliseconds} ms (${first?.path})`,
        baseline: `an empty page ${Math.max(...empty.map(({ milliseconds }) => milliseconds))} ms`,
      })
    }
    return figures
  } finally {
    await browser.close()
  }
}

const live = async ({
  browser,
  url,
  rate,
}: {
  readonly browser: Browser
  readonly url: string
  readonly rate: number
}): Promise<readonly Interaction[]> => {
  const opened: BrowserContext[] = []
  const noting = {
    newContext: async (options: Parameters<Browser['newContext']>[0]) => {
      const context = await browser.newContext({ ...options, reducedMotion: 'no-preference' })
      await noteInteractions(context)
      opened.push(context)
      return context
    },
  } as Browser
  const { ada, ben } = await meet(noting, url)
  for (const page of [ada, ben]) {
    page.setDefaultTimeout(PATIENCE_MS)
    await slowDown(page, rate)
  }
  const hands = {
    press: (_: Page, control: Locator) => control.click(),
    write: async (_: Page, field: Locator, text: string) => {
      // What stands there is written over.
      await field.press('ControlOrMeta+a')
      await field.pressSequentially(text)
    },
    choose: async (_: Page, list: Locator, option: string) => {
      const [found] = await list.locator('option', { hasText: option }).all()
      await list.selectOption(found ? await found.getAttribute('value') : null)
    },
    mark: (_: Page, group: Locator, value: number) =>
      group
        .getByRole('radio')
        .nth(value - 1)
        .click(),
  }
  await liveGigStory({ ada, ben, hands, after: async () => undefined })
  for (const path of readRoutes()) {
    if (path.includes('$') || path === '/design') continue
    await walkTo(ada, path)
    await pressAll(ada)
  }
  const noted = await Promise.all([ada, ben].map(interactionsOf))
  await Promise.all(opened.map((context) => context.close()))
  return noted.flat()
}

/** What can be pressed on a page without an act, and what can be written. */
const pressAll = async (page: Page): Promise<void> => {
  const presses = page.locator('main :is([role="tab"], summary, figure button, [aria-pressed])')
  for (const control of (await presses.all()).slice(0, 12)) {
    // The press before may have switched it off since: that is an interaction as well.
    if (await control.isVisible()) await control.click({ force: true })
  }
  const fields = page.locator('main :is(input[type="text"], input[type="search"], textarea)')
  for (const field of (await fields.all()).slice(0, 3)) {
    if (await field.isVisible()) await field.pressSequentially('soup')
  }
}

const pressEmptyPage = async ({
  browser,
  url,
  rate,
}: {
  readonly browser: Browser
  readonly url: string
  readonly rate: number
}): Promise<readonly Interaction[]> => {
  const context = await browser.newContext({ viewport: PHONE })
  await noteInteractions(context)
  const page = await context.newPage()
  await page.goto(`${url}${EMPTY}`)
  await slowDown(page, rate)
  for (let time = 0; time < 10; time += 1) await page.getByRole('button').click()
  const noted = await interactionsOf(page)
  await context.close()
  return noted
}

const worstByPage = (interactions: readonly Interaction[]): readonly Interaction[] => {
  const worst = new Map<string, number>()
  for (const { path, milliseconds } of interactions) {
    const route = path.replace(/\/\d+/g, '/$id')
    worst.set(route, Math.max(worst.get(route) ?? 0, milliseconds))
  }
  return [...worst]
    .map(([path, milliseconds]) => ({ path, milliseconds }))
    .toSorted((a, b) => b.milliseconds - a.milliseconds)
}
