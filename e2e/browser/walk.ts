import { encryptIdentity, serializeBackup } from '@distributed-town/sdk'
import type { Page } from 'playwright-core'
import type { Person as Keyholder } from '../resident.ts'
import { field, openBackup, passphraseOf } from './steps.ts'

/** Opens the identity of somebody who has lived without a browser so far. */
export const enterAs = async (page: Page, { name, identity }: Keyholder): Promise<void> => {
  const backup = encryptIdentity({ clock: Date.now }, { identity, passphrase: passphraseOf({ name }) })
  await page.goto('/start?have=true')
  await openBackup(page, { backup: serializeBackup(backup), name })
  // The form is gone when the identity is open.
  await field(page, 'start:existing.passphrase').waitFor({ state: 'detached' })
  await isQuiet(page)
}

/** Goes to a page as a link does: who loads it anew is locked. */
export const walkTo = async (page: Page, path: string): Promise<void> => {
  await page.evaluate((to) => history.pushState({}, '', to), path)
  await isQuiet(page)
}

/** Waits until nothing on the page is on its way any more. */
export const isQuiet = async (page: Page): Promise<void> => {
  await page.waitForFunction(hasArrived)
  await page.evaluate(staysTheSame)
}

/** Runs in the page: the router is there, and nothing turns. */
const hasArrived = (): boolean => {
  const { __TSR_ROUTER__: router } = window as unknown as { __TSR_ROUTER__: { state: RouterState } }
  const { status, resolvedLocation } = router.state
  return (
    status === 'idle' &&
    resolvedLocation?.pathname === location.pathname &&
    document.querySelector('h1') !== null &&
    // One page shows what a thing looks like that waits for ever.
    (location.pathname === '/design' || document.querySelector('[class*="animate-spin"]') === null)
  )
}

type RouterState = { readonly status: string; readonly resolvedLocation?: { readonly pathname: string } }

/** Runs in the page. */
const staysTheSame = async (): Promise<void> => {
  let last = ''
  for (let same = 0; same < 4; ) {
    await new Promise((resolve) => setTimeout(resolve, 60))
    const now = document.body.innerHTML
    same = now === last ? same + 1 : 0
    last = now
  }
}

/** By the page of settings, as people do. */
export const speak = async (page: Page, language: 'en' | 'it'): Promise<void> => {
  await walkTo(page, '/settings')
  await page.locator('select:has(option[value="it"])').selectOption(language)
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language)
}
