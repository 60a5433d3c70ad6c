import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { listLanAddresses } from '../../apps/node/src/addresses.ts'
import { startTestNode, type TestNode } from '../../apps/node/test/node.ts'
import { buildWeb } from './build-web.ts'
import { startChromium } from './chromium.ts'
import { t } from './texts.ts'

// What phones in the same network get: everything by HTTPS with the node's own certificate, and by plain HTTP what browsers allow there.

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

/** Leads to this machine and is an address of the network for a browser, where the machine is in none. */
const NAME = 'town.lan'

let node: TestNode
let browser: Browser

beforeAll(async () => {
  await buildWeb()
  browser = await startChromium([`--host-resolver-rules=MAP ${NAME} 127.0.0.1`])
})
afterAll(() => browser?.close())

const open = async (url: string): Promise<Page> => {
  // As somebody who trusted the certificate when asked.
  const context = await browser.newContext({ baseURL: url, locale: 'en-GB', ignoreHTTPSErrors: true })
  context.setDefaultTimeout(20_000)
  return await context.newPage()
}

const found = async (page: Page): Promise<void> => {
  const field = (key: string) => page.getByLabel(t(key), { exact: true })
  await page.goto('/start')
  await field('start:identity.name').fill('Ada')
  for (const key of ['start:identity.passphrase', 'start:identity.repeat']) await field(key).fill('soup and lime trees')
  await page.getByRole('button', { name: t('start:identity.submit'), exact: true }).click()
  // The key was made, encrypted and kept by the node.
  await page.getByText(t('start:kept.node'), { exact: true }).waitFor()
}

const notice = (page: Page) => page.getByText(t('common:insecure.title'), { exact: true })

/** Asks for the camera; there is none on this machine. */
const askForCamera = async (page: Page): Promise<void> => {
  await page.goto('/scan')
  await page.getByRole('button', { name: t('scan:camera.start'), exact: true }).click()
}

test('by HTTPS a page is told nothing, and may use the camera', async () => {
  node = await startTestNode({ args: ['--lan'] })
  const [address] = listLanAddresses()
  if (address !== undefined) expect(node.url).toMatch(`https://${address.includes(':') ? `[${address}]` : address}:`)
  expect(node.certificate?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
  const page = await open(node.url)
  await found(page)
  expect(await notice(page).count()).toBe(0)
  expect(await page.evaluate(() => window.isSecureContext)).toBe(true)
  await askForCamera(page)
  await page.getByText(t('scan:camera.missing'), { exact: true }).waitFor()
  await page.context().close()
  await node.stop()
})

test('by plain HTTP it says what can not work and why, and the rest works', async () => {
  node = await startTestNode({ env: { HOST: '0.0.0.0' } })
  // Not the address of this machine for itself, which browsers trust.
  const address = listLanAddresses()[0] ?? NAME
  const page = await open(node.url.replace('127.0.0.1', address.includes(':') ? `[${address}]` : address))
  await found(page)
  await notice(page).waitFor()
  await page.getByText(t('common:insecure.text'), { exact: true }).waitFor()
  expect(await page.evaluate(() => window.isSecureContext)).toBe(false)
  await askForCamera(page)
  await page.getByText(t('scan:camera.insecure'), { exact: true }).waitFor()
  // Where to put the text of a code or its picture instead.
  await page.getByLabel(t('scan:paste.label'), { exact: true }).waitFor()
  await page.getByLabel(t('scan:picture.label')).waitFor()
  await page.context().close()
  await node.stop()
})
