import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  createAndFound,
  createAndJoin,
  createGig,
  createTown,
  encryptIdentity,
  getGig,
  getNonce,
  type Identity,
  serializeBackup,
  type Town,
} from '@distributed-town/sdk'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestNode, type TestNode } from '../../apps/node/test/node.ts'
import { createPerson, settleIn } from '../resident.ts'
import { buildWeb } from './build-web.ts'
import { startChromium } from './chromium.ts'
import { t } from './texts.ts'

// What a browser loads, and what it can still do while the node is away: a real node that goes and comes back, a real service worker.

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const DIST = fileURLToPath(new URL('../../apps/web/dist/', import.meta.url))
const WORKER = '/service-worker.js'
const TOWN = 'Lime Street'
const PASSPHRASE = 'soup and lime trees'
const COOKING = 11

/** Bytes of JavaScript as they go over the wire. */
const MOST_AT_FIRST = 135_000
const MOST_BEFORE_WRITING = 220_000

/** Milliseconds. */
const QUIET = 1_000

let node: TestNode
let town: Town
let browser: Browser
let ada: Identity
const gigs: bigint[] = []
const folders: string[] = []

beforeAll(async () => {
  await buildWeb()
  ;[node, browser] = await Promise.all([startTestNode(), startChromium()])
  town = createTown({ url: node.url })
  const [founder, ben, cleo] = ['Ada', 'Ben', 'Cleo'].map((name) => createPerson(town, name))
  if (!founder || !ben || !cleo) throw new Error('there are three')
  ada = founder.identity
  const { walletId, communityId } = await createAndFound(town, {
    identity: ada,
    template: 0,
    name: TOWN,
    purpose: 'Neighbours who cook for each other.',
    skills: [{ skill: COOKING, level: 5 }],
  })
  for (const { identity } of [ben, cleo]) {
    await createAndJoin(town, { identity, communityId, skills: [{ skill: COOKING, level: 5 }] })
  }
  const resident = await settleIn(town, { person: founder, walletId, communityId, epoch: 1 })
  for (const title of ['Soup', 'Bread']) {
    const { records } = resident
    const offer = { records, skill: COOKING, commitment: 1, durationDays: 3, title, description: '', language: 'en' }
    gigs.push((await createGig(town, offer)).gigId)
  }
  resident.records.close()
})

afterAll(async () => {
  await browser?.close()
  await node?.stop()
  for (const folder of folders) rmSync(folder, { recursive: true })
})

const open = async (): Promise<{ readonly context: BrowserContext; readonly page: Page }> => {
  const context = await browser.newContext({ baseURL: node.url, locale: 'en-GB', reducedMotion: 'reduce' })
  context.setDefaultTimeout(30_000)
  return { context, page: await context.newPage() }
}

const says = (page: Page, text: string): Promise<void> => page.getByText(text).first().waitFor()
const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()

/** Until a page asks for nothing more; its live events never end. */
const settled = async (page: Page): Promise<void> => {
  let last = Date.now()
  const note = () => {
    last = Date.now()
  }
  page.on('request', note)
  await expect.poll(() => Date.now() - last, { timeout: 30_000 }).toBeGreaterThan(QUIET)
  page.off('request', note)
}

/** Scripts that a browser asked for: bytes as the node sent them, by path. */
const countScripts = (context: BrowserContext): ReadonlyMap<string, number> => {
  const scripts = new Map<string, number>()
  context.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (!pathname.endsWith('.js')) return
    const { 'content-encoding': encoding } = response.headers()
    scripts.set(pathname, statSync(`${DIST}${pathname.slice(1)}${encoding === 'br' ? '.br' : ''}`).size)
  })
  return scripts
}

const sum = (scripts: ReadonlyMap<string, number>): number => [...scripts.values()].reduce((all, size) => all + size, 0)

test('texts of the app are served as small as they get, and those with a hash in their name are kept for good', async () => {
  const get = async (path: string, encoding: string) => {
    const { headers, status } = await fetch(`${node.url}${path}`, { headers: { 'accept-encoding': encoding } })
    const { 'content-encoding': sent, vary, 'cache-control': kept, 'content-type': type } = Object.fromEntries(headers)
    return { status, sent, vary, kept, type }
  }
  const script = readdirSync(`${DIST}assets`).find((file) => file.startsWith('framework-') && file.endsWith('.js'))
  const forGood = 'public, max-age=31536000, immutable'
  expect(await get(`/assets/${script}`, 'gzip, br')).toMatchObject({
    status: 200,
    sent: 'br',
    vary: expect.stringMatching(/accept-encoding/i),
    kept: forGood,
    type: expect.stringMatching(/^(text|application)\/javascript/),
  })
  expect(await get(`/assets/${script}`, 'identity')).toMatchObject({ status: 200, sent: undefined, kept: forGood })
  for (const path of ['/', '/towns', '/service-worker.js', '/manifest.webmanifest']) {
    expect(await get(path, 'br'), path).toMatchObject({ status: 200, sent: 'br', kept: 'no-cache' })
  }
})

test('a stranger loads little, and no keys before there is something to sign', async () => {
  const { context, page } = await open()
  const scripts = countScripts(context)
  const html = (await (await page.goto('/'))?.text()) ?? ''
  await says(page, t('home:stranger.title'))
  await says(page, TOWN)
  await settled(page)
  // Comes after the page, and is none of it; other workers are beside it.
  const worker = scripts.get(WORKER) ?? 0
  const asked = [...scripts.keys()].filter((path) => path !== WORKER && !path.includes('.worker-'))
  const atFirst = sum(scripts) - worker
  const first = [...scripts].map(([path, size]) => `${size} ${path}`).join('\n')
  for (const path of ['/towns', '/towns/1', '/gigs', '/wallet', '/start']) {
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await settled(page)
  }
  const beforeWriting = sum(scripts)
  const told = [...scripts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([path, size]) => `${size} ${path}`)
    .join('\n')
  process.stdout.write(`JavaScript over the wire: ${atFirst} bytes at first, ${beforeWriting} before the first write\n`)
  expect(scripts.size).toBeGreaterThan(10)
  // Nothing is asked for only after something else has come.
  expect(asked.filter((path) => !html.includes(path))).toEqual([])
  expect(atFirst, first).toBeLessThanOrEqual(MOST_AT_FIRST)
  expect(beforeWriting, told).toBeLessThanOrEqual(MOST_BEFORE_WRITING)
  await context.close()
})

test('without JavaScript a page says what this is, in both languages', async () => {
  const context = await browser.newContext({ baseURL: node.url, javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/')
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Distributed Town')
  expect(await page.locator('main > p').first().textContent()).toContain('three to twenty-four neighbours')
  expect(await page.locator('[lang=it]').textContent()).toContain('vicini')
  expect(await page.locator('meta[name=description]').getAttribute('content')).toMatch(/neighbours/)
  await context.close()
})

test('what is read and signed while the node is away is there, waits, and is done once', async () => {
  const { context, page } = await open()
  await enter(page)
  const [soup = 0n, bread = 0n] = gigs
  for (const path of ['/town', '/gigs', `/gigs/${bread}`, `/gigs/${soup}`]) {
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await settled(page)
  }
  await everythingIsKept(page)
  const nonce = await getNonce(town, { owner: ada.owner.address })
  const port = new URL(node.url).port
  const { home } = node
  await node.stop({ keepHome: true })

  // The whole page anew: app, answers and keys are on the device.
  await page.goto('/town')
  await says(page, TOWN)
  await says(page, t('common:node.asOf', { time: '' }).split(' as of')[0] ?? '')
  await page.goto(`/gigs/${soup}`)
  await unlock(page)
  await takeBack(page)
  await says(page, t('outbox:waiting', { count: 1 }))
  await page.getByRole('button', { name: t('gigs:act.keep'), exact: true }).click()
  await page.getByRole('link', { name: t('common:nav.gigs'), exact: true }).click()
  await page.locator(`a[href="/gigs/${bread}"]`).first().click()
  await takeBack(page)
  await says(page, t('outbox:waiting', { count: 2 }))
  await page.getByRole('button', { name: t('gigs:act.keep'), exact: true }).click()
  await page
    .getByRole('button', { name: t('outbox:withdraw'), exact: true })
    .last()
    .click()
  await says(page, t('outbox:waiting', { count: 1 }))

  // The page that signed it is gone; the next one sends it.
  await page.reload()
  await says(page, t('outbox:waiting', { count: 1 }))
  node = await startTestNode({ home, env: { PORT: port } })
  await page.getByText(t('outbox:status.done')).first().waitFor({ timeout: 90_000 })
  const states = await Promise.all([soup, bread].map(async (gigId) => getGig(town, { gigId })))
  expect(states.map(({ state }) => state)).toEqual(['Cancelled', 'Open'])
  expect(states[0]?.history.filter(({ type }) => type === 'cancelled')).toHaveLength(1)
  expect(await getNonce(town, { owner: ada.owner.address })).toBe(nonce + 1n)
  await press(page, t('common:close'))
  await expect.poll(() => page.getByText(t('outbox:status.done')).count()).toBe(0)
  await context.close()
})

test('a new version is announced, comes with one press, and takes nothing away that was typed', async () => {
  const { context, page: writing } = await open()
  await writing.goto('/start')
  await writing.evaluate(async () => void (await navigator.serviceWorker.ready))
  await writing.waitForFunction(() => navigator.serviceWorker.controller !== null)
  const reading = await context.newPage()
  await reading.goto('/towns')
  await says(reading, TOWN)
  const name = writing.getByLabel(t('start:identity.name'), { exact: true })
  await name.fill('Dora')
  const builds = () => Promise.all([reading, writing].map((page) => page.locator('html').getAttribute('data-build')))
  expect(await builds()).toEqual([null, null])

  const port = new URL(node.url).port
  const { home } = node
  await node.stop({ keepHome: true })
  node = await startTestNode({ home, env: { PORT: port }, webRoot: anotherBuild() })
  await Promise.all([reading, writing].map((page) => says(page, t('common:update.title'))))
  expect(await builds()).toEqual([null, null])
  await press(reading, t('common:update.load'))
  await reading.locator('html[data-build="2"]').waitFor()
  await says(reading, TOWN)
  expect(await reading.getByText(t('common:update.title')).count()).toBe(0)

  await press(writing, t('common:update.load'))
  await says(writing, t('common:update.typed'))
  expect([await name.inputValue(), await builds()]).toEqual(['Dora', ['2', null]])
  await press(writing, t('common:update.anyway'))
  await writing.locator('html[data-build="2"]').waitFor()
  await context.close()
})

/** The built app as the next build would be: another page, and a service worker that says so. */
const anotherBuild = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'web-'))
  folders.push(folder)
  cpSync(DIST, folder, { recursive: true })
  const change = (file: string, from: RegExp, to: string) => {
    const path = join(folder, file)
    const text = readFileSync(path, 'utf8')
    expect(text, file).toMatch(from)
    writeFileSync(path, text.replace(from, to))
    rmSync(`${path}.br`)
  }
  change('index.html', /<html lang="en">/, '<html lang="en" data-build="2">')
  change('service-worker.js', /[0-9a-f]{16}/, '0123456789abcdef')
  return folder
}

/** Opens Ada's Skill Wallet by its backup file. */
const enter = async (page: Page): Promise<void> => {
  const backup = encryptIdentity(town, { identity: ada, passphrase: PASSPHRASE })
  await page.goto('/start?have=true')
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'ada.json', mimeType: 'application/json', buffer: Buffer.from(serializeBackup(backup)) })
  await page.getByLabel(t('start:existing.passphrase'), { exact: true }).fill(PASSPHRASE)
  await press(page, t('start:existing.submit'))
  await page.getByRole('link', { name: t('common:nav.wallet') }).waitFor()
}

const unlock = async (page: Page): Promise<void> => {
  await page.getByLabel(t('session:passphrase'), { exact: true }).fill(PASSPHRASE)
  await press(page, t('session:unlock.submit'))
}

const takeBack = async (page: Page): Promise<void> => {
  await press(page, t('gigs:act.cancel'))
  await press(page, t('gigs:act.confirm.cancel'))
}

/** Waits until the service worker has all files of the app. */
const everythingIsKept = async (page: Page): Promise<void> => {
  const built = readdirSync(`${DIST}assets`).filter((file) => !/\.(br|map)$/.test(file))
  const kept = () =>
    page.evaluate(async () => {
      const keys = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()))
      return keys.flat().filter(({ url }) => url.includes('/assets/')).length
    })
  await expect.poll(kept, { timeout: 60_000 }).toBe(built.length)
}
