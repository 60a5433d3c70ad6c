import { readFile } from 'node:fs/promises'
import {
  createTown,
  encryptIdentity,
  getAttachment,
  getGig,
  getRecord,
  listComments,
  serializeBackup,
  type Town,
  writeComment,
} from '@distributed-town/sdk'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startTestNode, type TestNode } from '../../apps/node/test/node.ts'
import type { Resident } from '../resident.ts'
import { offerGig, takeGig } from '../scenery/gigs.ts'
import { settleTown } from '../scenery/neighbourhood.ts'
import { buildWeb } from './build-web.ts'
import { startChromium } from './chromium.ts'
import { DESKTOP, openBrowser, type Person, PHONE } from './person.ts'
import { field, follow, heading, openBackup, openGig, passphraseOf, press, says, tab } from './steps.ts'
import { t } from './texts.ts'

// A picture goes from one member to another, encrypted on its way. The tests follow each other.

const COOKING = 11
const BREAD = 'Two loaves'
const ALT = 'Two loaves on a board'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

let node: TestNode
let town: Town
let browser: Browser
let residents: Resident[]
let communityId: number
let gigId: bigint
let ada: Person
let ben: Person
const people: Person[] = []

beforeAll(async () => {
  await buildWeb()
  ;[node, browser] = await Promise.all([startTestNode(), startChromium()])
  town = createTown({ url: node.url })
  const skills = [{ skill: COOKING, level: 5 }]
  const charter = { template: 0, name: 'Lime Street', purpose: 'Soup.', place: 'Turin', language: 'en' }
  const [lime, elm] = await Promise.all([
    settleTown(town, {
      charter,
      people: [
        { name: 'Ada', skills },
        { name: 'Ben', skills },
        { name: 'Cleo', skills },
      ],
    }),
    settleTown(town, { charter: { ...charter, name: 'Elm Street' }, people: [{ name: 'Dora', skills }] }),
  ])
  communityId = lime.communityId
  residents = [...lime.residents, ...elm.residents]
  const [creator, taker] = [resident('Ada'), resident('Ben')]
  gigId = await offerGig(town, { creator, skill: COOKING, title: BREAD, commitment: 2 })
  await takeGig(town, { gigId, creator, taker })
  await writeComment(town, { records: creator.records, gigId, text: 'How do they look?' })
  ada = await arrive('Ada', DESKTOP)
  ben = await arrive('Ben', PHONE)
})

afterAll(async () => {
  for (const { records } of residents ?? []) records.close()
  await browser?.close()
  await node?.stop()
})

let hasFailed = false
beforeEach(({ skip }) => skip(hasFailed, 'the story broke off before'))
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  hasFailed = true
  await Promise.all(people.map(({ picture, name }) => picture(`failed-pictures-${name}`)))
})

const resident = (name: string): Resident => {
  const found = residents.find((person) => person.name === name)
  if (!found) throw new Error(`${name} is not here`)
  return found
}

/** Somebody with the backup of their key. */
const arrive = async (name: string, size: typeof PHONE): Promise<Person> => {
  const person = await openBrowser(browser, { name, url: node.url, size, expected: [] })
  people.push(person)
  const { page } = person
  await page.goto('/start?have=true')
  const { identity } = resident(name)
  const backup = serializeBackup(encryptIdentity(town, { identity, passphrase: passphraseOf({ name }) }))
  await openBackup(page, { backup, name })
  await says(page, 'start:resident.title')
  return person
}

/** Large, and with the place where it was taken, as phones write it. */
const photo = async (page: Page): Promise<Buffer> => {
  const base64 = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(2400, 1800)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('nothing to draw on')
    const sky = context.createLinearGradient(0, 0, 2400, 1800)
    sky.addColorStop(0, '#8a5a2b')
    sky.addColorStop(1, '#f0d8a8')
    context.fillStyle = sky
    context.fillRect(0, 0, 2400, 1800)
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer())
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  })
  const jpeg = Buffer.from(base64, 'base64')
  // An APP1 segment behind the start of the image.
  const exif = Buffer.concat([Buffer.from('Exif\0\0'), Buffer.from(SECRET_PLACE)])
  const length = Buffer.alloc(2)
  length.writeUInt16BE(exif.length + 2)
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, exif, jpeg.subarray(2)])
}
const SECRET_PLACE = 'GPS 45.0703 N 7.6869 E'

const choose = (page: Page, key: string, buffer: Buffer, name = 'photo.jpg') =>
  field(page, key).first().setInputFiles({ name, mimeType: 'image/jpeg', buffer })

/** That the picture is there, decoded, with its words. */
const shows = async (page: Page, alt: string) => {
  const image = page.locator(`img[alt="${alt}"]`).first()
  await image.waitFor()
  await image.scrollIntoViewIfNeeded()
  const size = await image.evaluate(async (element: HTMLImageElement) => {
    await element.decode()
    return [element.naturalWidth, element.naturalHeight]
  })
  expect(size).toEqual([1600, 1200])
}

test('what is no picture, or has no words, is not sent', async () => {
  const { page, look } = ben
  await openGig(page, BREAD)
  await choose(page, 'pictures:add', Buffer.from('<svg onload="alert(1)">'), 'photo.svg')
  await says(page, 'errors:NOT_A_PICTURE')
  await choose(page, 'pictures:add', await photo(page))
  await field(page, 'pictures:alt').waitFor()
  await field(page, 'gigs:submit.label').fill('Fresh from the oven.')
  await press(page, 'gigs:act.submit')
  await says(page, 'pictures:altMissing')
  await look('gig-submit-picture')
})

test('a picture as proof of work arrives, and nothing that the camera wrote into it', async () => {
  const { page } = ben
  await field(page, 'pictures:alt').fill(ALT)
  await press(page, 'gigs:act.submit')
  await shows(page, ALT)
  await openGig(ada.page, BREAD)
  await shows(ada.page, ALT)
  await ada.look('gig-work-picture')
  const { records } = resident('Ada')
  const { work } = await getGig(town, { gigId })
  const record = work && (await getRecord(town, { records, recordId: work }))
  const [attachment] = record && 'attachments' in record.content ? (record.content.attachments ?? []) : []
  if (!attachment) throw new Error('the work has no picture')
  const bytes = Buffer.from(await getAttachment(town, { records, communityId, attachment }))
  expect(bytes.length).toBe(attachment.size)
  for (const secret of ['Exif', SECRET_PLACE]) expect(bytes.includes(secret)).toBe(false)
  // Who lives elsewhere gets nothing, even with all that the record says.
  const outsider = { records: resident('Dora').records, communityId, attachment }
  await expect(getAttachment(town, outsider)).rejects.toMatchObject({ code: 'NOT_A_MEMBER' })
  const response = await fetch(`${node.url}/api/attachments/${attachment.sha256}`)
  expect([response.status, (await response.text()).includes('WEBP')]).toEqual([401, false])
})

test('they answer with a picture alone, and take it back', async () => {
  const { page } = ada
  await choose(page, 'pictures:add', await photo(page))
  await field(page, 'pictures:alt').fill('The table is laid')
  await press(page, 'gigs:conversation.send')
  await shows(ben.page, 'The table is laid')
  await ben.look('gig-conversation-picture')
  const { record } = await getGig(town, { gigId })
  const [, comment] = await listComments({ records: resident('Cleo').records, gigRecord: record })
  const [attachment] = comment?.content.attachments ?? []
  if (!attachment) throw new Error('the answer has no picture')
  await page
    .getByRole('log')
    .getByRole('button', { name: t('gigs:conversation.delete'), exact: true })
    .last()
    .click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('gigs:conversation.delete'), exact: true })
    .click()
  await ben.page.locator('img[alt="The table is laid"]').waitFor({ state: 'detached' })
  const asked = getAttachment(town, { records: resident('Cleo').records, communityId, attachment })
  await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a face beside the name', async () => {
  const { page, look } = ben
  await follow(page, 'common:nav.settings')
  await choose(page, 'settings:profile.picture', await photo(page))
  await field(page, 'pictures:alt').fill('Ben at the oven')
  await press(page, 'settings:profile.save')
  await says(page, 'settings:profile.done')
  await look('settings-picture')
})

test('what one looks for stands in the address, and is still there on the way back', async () => {
  const { page, look } = ada
  await tab(page, 'gigs')
  const search = field(page, 'gigs:list.search')
  await field(page, 'gigs:list.stateFilter').selectOption('all')
  await search.fill('loaves ben')
  await page.getByText(t('gigs:list.moreFilters'), { exact: true }).click()
  await field(page, 'gigs:list.dueFilter').selectOption('overdue')
  await says(page, 'gigs:list.emptyFiltered')
  await field(page, 'gigs:list.dueFilter').selectOption('')
  await page.getByRole('link', { name: BREAD, exact: true }).last().click()
  await heading(page, BREAD)
  await follow(page, 'gigs:new.back')
  await search.waitFor()
  expect(await search.inputValue()).toBe('loaves ben')
  expect(new URL(page.url()).searchParams.get('q')).toBe('loaves ben')
  await look('gigs-found')
  await page.getByRole('tab', { name: t('gigs:list.mine') }).click()
  const download = page.waitForEvent('download')
  await press(page, 'gigs:calendar.all', { count: 1 })
  const calendar = await readFile(await (await download).path(), 'utf8')
  expect(calendar).toMatch(/^SUMMARY:Look at the work: Two loaves\r$/m)
  await look('gigs-own')
})

test('no browser complained', () => {
  expect(people.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`))).toEqual([])
})
