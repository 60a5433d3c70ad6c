// npm run shots [-- word …]: pictures of every page and state in shots/, of those views whose name has one of the words if any are given;
// and docs/town.png, the picture of the town in the README.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { startTestNode } from '../../apps/node/test/node.ts'
import { startChromium } from '../browser/chromium.ts'
import { DESKTOP, PHONE, type Size } from '../browser/person.ts'
import { enterAs, isQuiet, speak, walkTo } from '../browser/walk.ts'
import { buildScenery, SCENERY_START } from '../scenery/scenery.ts'
import { type Shot, writeContactSheet } from './contact-sheet.ts'
import { listViews, type Onlooker, type View } from './views.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'shots')

const say = (line: string) => process.stdout.write(`${line}\n`)

/** People who are looked over the shoulder at the same time. */
const AT_ONCE = 3

/** The smallest phone, a desktop enlarged to 200 %, and 4K. */
const EXTREMES: readonly Size[] = [
  { width: 320, height: 640 },
  { width: 640, height: 400 },
  { width: 3840, height: 2160 },
]

/** Where it is noon now, as in June below: the town looks the same whenever the pictures are taken. */
const zoneOfNoon = (): string => {
  const hours = 12 - new Date().getUTCHours()
  // The sign of these names is the other way round.
  return hours === 0 ? 'Etc/GMT' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`
}

const open = async (browser: Browser, url: string): Promise<Page> => {
  const context = await browser.newContext({
    baseURL: url,
    viewport: PHONE,
    locale: 'en-GB',
    timezoneId: zoneOfNoon(),
    reducedMotion: 'reduce',
    // It would fetch what a view keeps away.
    serviceWorkers: 'block',
  })
  context.setDefaultTimeout(120_000)
  await context.addInitScript(() => {
    Date.prototype.getMonth = () => 5
  })
  return await context.newPage()
}

/** The view as it is now in all sizes and themes. */
const takeAll = async (page: Page, who: Onlooker, view: View, language: 'en' | 'it'): Promise<readonly Shot[]> => {
  const shots: Shot[] = []
  const take = async (size: Size, theme: 'light' | 'dark') => {
    await page.emulateMedia({ colorScheme: theme })
    await page.setViewportSize(size)
    // The whole page, with what sticks to the edge of the screen at its edge.
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    await page.setViewportSize({ width: size.width, height: Math.max(size.height, height) })
    const variant = [size.width, theme, ...(language === 'en' ? [] : [language])].join('-')
    // What is larger than before is drawn a frame later.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    const file = `${who}-${view.name}-${variant}.png`
    await page.screenshot({ path: join(folder, file) })
    shots.push({ who, view: view.name, variant, file })
  }
  for (const size of [PHONE, DESKTOP]) {
    for (const theme of ['light', 'dark'] as const) await take(size, theme)
  }
  if (view.isExtreme && language === 'en') {
    for (const size of EXTREMES) await take(size, 'light')
  }
  return shots
}

/** All views of one person. */
const lookAs = async (page: Page, who: Onlooker, views: readonly View[]): Promise<readonly Shot[]> => {
  const shots: Shot[] = []
  for (const language of ['en', 'it'] as const) {
    const wanted = views.filter(({ isTranslated, act }) => language === 'en' || (isTranslated && !act))
    if (wanted.length === 0) continue
    if (language === 'it') await speak(page, language)
    for (const view of wanted) {
      await page.setViewportSize(PHONE)
      await walkTo(page, view.path)
      await view.act?.(page)
      // Where one has arrived is marked only for those who use a keyboard.
      await page.evaluate(() => document.activeElement instanceof HTMLHeadingElement && document.activeElement.blur())
      shots.push(...(await takeAll(page, who, view, language)))
      await view.undo?.(page)
    }
  }
  say(`${who}: ${shots.length} pictures`)
  return shots
}

/** The street plan of the lively town, as somebody sees it who lives there. */
const drawTown = async (page: Page): Promise<void> => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(DESKTOP)
  await walkTo(page, '/town')
  mkdirSync(join(root, 'docs'), { recursive: true })
  await page
    .locator('.plan-frame')
    .first()
    .screenshot({ path: join(root, 'docs/town.png') })
}

const words = process.argv.slice(2)
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder)
const [node, browser] = await Promise.all([startTestNode(SCENERY_START), startChromium()])
try {
  const scenery = await buildScenery(node)
  say('the towns are there')
  const shots: Shot[] = []
  const onlookers = Object.entries(listViews(scenery)) as [Onlooker, readonly View[]][]
  const wanted = onlookers.map(([who, views]) => ({
    who,
    views: views.filter(({ name }) => words.length === 0 || words.some((word) => `${who}-${name}`.includes(word))),
  }))
  const look = async ({ who, views }: (typeof wanted)[number]) => {
    const page = await open(browser, node.url)
    if (who === 'stranger') {
      await page.goto('/')
      await isQuiet(page)
    } else {
      await enterAs(page, scenery.people[who])
    }
    if (who === 'validated') await drawTown(page)
    const taken = await lookAs(page, who, views)
    await page.context().close()
    return taken
  }
  const left = wanted.filter(({ views }) => views.length > 0)
  while (left.length > 0) {
    shots.push(...(await Promise.all(left.splice(0, AT_ONCE).map(look))).flat())
  }
  writeFileSync(join(folder, 'index.html'), writeContactSheet(shots))
  scenery.close()
  say(`shots/index.html shows ${shots.length} pictures`)
} finally {
  await browser.close()
  await node.stop()
}
