import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import type { Person } from './person.ts'
import { t } from './texts.ts'

// What people do in the pages, by the words that they read there.

type Values = Parameters<typeof t>[1]

export const passphraseOf = ({ name }: { readonly name: string }) => `${name} walks under lime trees`

export const press = (page: Page, key: string, values?: Values) =>
  page.getByRole('button', { name: t(key, values), exact: true }).click()

export const follow = (page: Page, key: string, values?: Values) =>
  page
    .getByRole('link', { name: t(key, values), exact: true })
    .first()
    .click()

export const field = (page: Page, key: string, values?: Values) => page.getByLabel(t(key, values), { exact: true })

export const says = (page: Page, key: string, values?: Values) =>
  page.getByText(t(key, values), { exact: true }).first().waitFor()

/** A page by its tab: whoever loads it anew is locked. */
export const tab = (page: Page, name: 'town' | 'gigs' | 'scan' | 'wallet') =>
  page
    .getByRole('navigation')
    .getByRole('link', { name: t(`common:nav.${name}`) })
    .click()

export const heading = (page: Page, name: string) =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor()

/**
 * The first step of the way in: name and passphrase, and the key in a file.
 *
 * @returns the text of that file.
 */
export const createKey = async ({ name, page }: Person): Promise<string> => {
  const passphrase = passphraseOf({ name })
  await field(page, 'start:identity.name').fill(name)
  await field(page, 'start:identity.passphrase').fill(passphrase)
  await field(page, 'start:identity.repeat').fill(passphrase)
  await press(page, 'start:identity.submit')
  await says(page, 'start:kept.node')
  const download = page.waitForEvent('download')
  await press(page, 'start:kept.save')
  return await readFile(await (await download).path(), 'utf8')
}

/** On the page that opens an identity: by the text of its backup file. */
export const openBackup = async (
  page: Page,
  { backup, name }: { readonly backup: string; readonly name: string },
): Promise<void> => {
  await field(page, 'start:existing.choose').setInputFiles(backupFile(backup))
  await field(page, 'start:existing.passphrase').fill(passphraseOf({ name }))
  await press(page, 'start:existing.submit')
}

const backupFile = (text: string) => ({
  name: 'skill-wallet.json',
  mimeType: 'application/json',
  buffer: Buffer.from(text),
})

export const chooseSkill = async (page: Page, skill: number, level: number) => {
  const name = t(`skills:skill.${skill}`)
  await page.getByRole('checkbox', { name: new RegExp(`^${name}`) }).check()
  await page.getByRole('spinbutton', { name: t('start:skills.level', { skill: name }) }).fill(String(level))
}

/** The code that a page shows, as text. */
export const shownCode = (page: Page) => page.getByLabel(t('scan:qr.text')).inputValue()

export const paste = async (page: Page, code: string) => {
  await field(page, 'scan:paste.label').fill(code)
  await press(page, 'scan:paste.submit')
}

/** Opens the picture of a code that somebody else shows. */
export const scanPicture = async (page: Page, from: Page) => {
  const buffer = await from.getByRole('img', { name: /^QR code/ }).screenshot()
  await page.getByLabel(t('scan:picture.label')).setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer })
}

export const openGig = async (page: Page, title: string) => {
  await tab(page, 'gigs')
  await page.getByRole('link', { name: title, exact: true }).click()
  await heading(page, title)
}

/** Fills in the form of a new gig. */
export const offer = async (
  page: Page,
  { title, skill, commitment }: { title: string; skill: number; commitment: number },
) => {
  await field(page, 'gigs:new.titleLabel').fill(title)
  await field(page, 'gigs:new.skill').selectOption(String(skill))
  await page.getByRole('spinbutton', { name: t('gigs:new.commitment') }).fill(String(commitment))
}

export const rate = async (page: Page, rating: number) => {
  await page.getByRole('radio', { name: String(rating), exact: true }).check()
  await press(page, 'gigs:rate.submit', { rating })
  await says(page, 'gigs:act.done.rate')
}
