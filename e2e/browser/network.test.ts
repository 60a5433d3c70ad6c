import { createAndFound, createTown } from '@distributed-town/sdk'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestNode, type TestNode } from '../../apps/node/test/node.ts'
import { createPerson } from '../resident.ts'
import { buildWeb } from './build-web.ts'
import { startChromium } from './chromium.ts'
import { DESKTOP, openBrowser, type Person } from './person.ts'
import { t } from './texts.ts'

// The network as somebody meets it who uses no mouse: filters, map and list say the same, and each leads to the others.

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

/** In the order of their founding. */
const TOWNS = [
  { name: 'Lime Street', template: 0, skill: 10, place: 'Bologna', language: 'it' },
  { name: 'Elm Court', template: 0, skill: 7, place: 'Wien', language: 'de' },
  { name: 'Kunsthof', template: 1, skill: 12, place: 'Wien', language: 'de' },
  { name: 'Open Kernel', template: 2, skill: 24, place: '', language: '' },
] as const

let node: TestNode
let browser: Browser
let reader: Person

beforeAll(async () => {
  await buildWeb()
  ;[node, browser] = await Promise.all([startTestNode(), startChromium()])
  const town = createTown({ url: node.url })
  for (const { skill, ...charter } of TOWNS) {
    const { identity } = createPerson(town, charter.name)
    await createAndFound(town, {
      identity,
      skills: [{ skill, level: 5 }],
      purpose: `To try ${charter.place}`,
      ...charter,
    })
  }
  reader = await openBrowser(browser, { name: 'Rosa', url: node.url, size: DESKTOP, expected: [] })
})

afterAll(async () => {
  await browser?.close()
  await node?.stop()
})

const map = () => reader.page.getByRole('figure', { name: t('network:map.title') })
const list = () => reader.page.getByRole('region', { name: t('network:list.label') })

/** Names of the towns that the list shows. */
const listed = () => list().getByRole('article').getByRole('heading').allTextContents()

/** Names of the towns that the Tab key stops at on the map. */
const reachable = async () => {
  const labels = await map()
    .locator('a[data-town]:not([tabindex])')
    .evaluateAll((links) => links.map((link) => link.getAttribute('aria-label') ?? ''))
  return labels.map((label) => label.split(':')[0] ?? '').sort()
}

const names = (...indices: readonly number[]) => indices.map((index) => TOWNS[index]?.name ?? '')

/** Waits until list and map show these towns. */
const shows = async (...indices: readonly number[]) => {
  await vi.waitFor(
    async () => {
      expect(await listed()).toEqual(names(...indices))
      expect(await reachable()).toEqual(names(...indices).sort())
    },
    { timeout: 20_000 },
  )
}

const choose = (label: string, option: string) => reader.page.getByLabel(t(label), { exact: true }).selectOption(option)

test('map and list have the same towns', async () => {
  const { page, look } = reader
  await page.goto('/towns')
  await shows(0, 1, 2, 3)
  await page
    .getByText(t('network:list.all', { count: 4 }), { exact: true })
    .first()
    .waitFor()
  await look('network')
  await shows(0, 1, 2, 3)
})

test('filters apply to both, and each is a step that one can take back', async () => {
  const { page } = reader
  await choose('towns:list.template', '0')
  await shows(0, 1)
  await choose('network:list.place', 'wien')
  await shows(1)
  await page.getByText(t('network:list.found', { count: 1, all: 4 })).waitFor()
  await page.goBack()
  await shows(0, 1)
  await page.goBack()
  await shows(0, 1, 2, 3)
  await choose('towns:list.skill', '10')
  await shows(1)
  await page.goBack()
  await choose('network:list.language', 'de')
  await shows(1, 2)
  expect(new URL(page.url()).search).toBe('?language=de')
  await page.reload()
  await shows(1, 2)
  await page.goBack()
})

test('words are typed, the map is walked by Tab, and Enter visits a town', async () => {
  const { page } = reader
  await page.getByLabel(t('towns:list.search'), { exact: true }).focus()
  await page.keyboard.type('kunst')
  await shows(2)
  await map()
    .getByRole('link', { name: t('network:map.skip') })
    .focus()
  await page.keyboard.press('Tab')
  const link = map().locator('a[data-town]:focus')
  expect(await link.getAttribute('aria-label')).toContain('Kunsthof')
  await map().getByText(t('network:card.press')).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Kunsthof' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/towns/3')
  await page.goBack()
  await shows(2)
})

test('where nothing is found, the part that stands in the way can be left out', async () => {
  const { page } = reader
  await choose('network:list.place', 'bologna')
  await shows()
  const button = page.getByRole('button', { name: t('network:list.without', { filter: 'Bologna', count: 1 }) })
  await button.focus()
  await page.keyboard.press('Enter')
  await shows(2)
  await page.goto('/towns?place=Nowhere')
  await shows()
  await page.getByRole('button', { name: t('towns:list.clear') }).press('Enter')
  await shows(0, 1, 2, 3)
})

test('the list leads to a place on the map, and the map back to the town', async () => {
  const { page } = reader
  await list()
    .getByRole('button', { name: t('network:card.showOf', { name: 'Open Kernel' }) })
    .press('Enter')
  const visit = map().getByRole('link', { name: t('network:card.visit') })
  await visit.waitFor()
  expect(new URL(page.url()).search).toBe('?at=4')
  // One came closer, and the whole is a key away.
  await map()
    .getByRole('button', { name: t('drawing:whole') })
    .press('0')
  await shows(0, 1, 2, 3)
  await visit.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Open Kernel' }).waitFor()
  expect(reader.problems).toEqual([])
})
