import { CREDIT, createTown, encryptIdentity, getWallet, serializeBackup, type Town } from '@distributed-town/sdk'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { startTestNode, type TestNode } from '../../apps/node/test/node.ts'
import { createPerson, type Resident } from '../resident.ts'
import { doGig, offerGig } from '../scenery/gigs.ts'
import { settleTown } from '../scenery/neighbourhood.ts'
import { buildWeb } from './build-web.ts'
import { startChromium } from './chromium.ts'
import { openBrowser, type Person, PHONE, seen } from './person.ts'
import { field, follow, heading, offer, openBackup, passphraseOf, press, says, tab } from './steps.ts'
import { t } from './texts.ts'

// Three people in opposite situations look for something to do: a newcomer alone, a member of a founding town, a validated member of a full
// one. Whatever page they are on, it tells them the next useful thing.

const [TEACHING, GARDENING, COOKING] = [7, 10, 11]

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

let node: TestNode
let town: Town
let browser: Browser
const open: Person[] = []
const residents: Resident[] = []

beforeAll(async () => {
  await buildWeb()
  ;[node, browser] = await Promise.all([startTestNode(), startChromium()])
  town = createTown({ url: node.url })
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await Promise.all(open.map(({ picture, name }) => picture(`failed-${name}`)))
})

afterAll(async () => {
  for (const { records } of residents) records.close()
  await browser?.close()
  await node?.stop()
})

const arrive = async (name: string): Promise<Person> => {
  const person = await openBrowser(browser, { name, url: node.url, size: PHONE, expected: EXPECTED })
  open.push(person)
  return person
}

/** Who has a key but no wallet yet is asked for by its address. */
const EXPECTED = [/^404 GET \/api\/wallets\/by-owner\/0x/]

/** In the browser of a resident, with the backup of their key. */
const openAs = async ({ name, identity }: Resident): Promise<Person> => {
  const backup = serializeBackup(encryptIdentity(town, { identity, passphrase: passphraseOf({ name }) }))
  const person = await arrive(name)
  await person.page.goto('/start?have=true')
  await openBackup(person.page, { backup, name })
  await follow(person.page, 'start:resident.town')
  return person
}

const settle = async (...people: Parameters<typeof settleTown>[1]['people']) => {
  const charter = { template: 0, name: 'Mill Lane', purpose: 'Bread and boats.', place: '', language: 'en' }
  const settled = await settleTown(town, { charter, people })
  residents.push(...settled.residents)
  return settled
}

/** The bar that tells the next thing. */
const barOf = (page: Page) => page.getByRole('region', { name: t('next:label') })

/** On each page that one gets to, this sentence, and the act that leads on; but not where the act leads to. */
const toldEverywhere = async (
  { page, look, name }: Person,
  { sentence, act, place }: { readonly sentence: string; readonly act: string; readonly place?: string },
) => {
  const goTo = {
    '/town': () => tab(page, 'town'),
    '/gigs': () => tab(page, 'gigs'),
    '/scan': () => tab(page, 'scan'),
    '/wallet': () => tab(page, 'wallet'),
    '/wallet/statement': () => follow(page, 'wallet:balance.statement'),
    '/settings': () => follow(page, 'common:nav.settings'),
    '/': () => follow(page, 'common:name'),
    '/towns': () => follow(page, 'home:looking.all'),
  }
  for (const [path, go] of Object.entries(goTo)) {
    if (path === '/towns' && (await page.getByRole('link', { name: t('home:looking.all') }).count()) === 0) continue
    await go()
    await page.waitForURL((url) => url.pathname === path)
    if (path === place) {
      await barOf(page).waitFor({ state: 'detached' })
      continue
    }
    await barOf(page).getByText(sentence, { exact: true }).waitFor()
    await barOf(page).getByText(act, { exact: true }).waitFor()
    if (path === '/town') await look(`next-${name}`)
  }
}

test('a newcomer gets from the first page into a town in ten interactions, and learns whom it misses', async () => {
  await settle({ name: 'Nora', skills: [{ skill: TEACHING, level: 4 }] })
  const newcomer = await arrive('Una')
  const { page } = newcomer
  await page.goto('/')
  let interactions = 0
  const step = async (done: Promise<unknown>) => {
    interactions += 1
    await done
  }
  await step(follow(page, 'home:stranger.begin'))
  await step(field(page, 'start:identity.name').fill('Una'))
  await step(field(page, 'start:identity.passphrase').fill(passphraseOf({ name: 'Una' })))
  await step(field(page, 'start:identity.repeat').fill(passphraseOf({ name: 'Una' })))
  await step(press(page, 'start:identity.submit'))
  await step(press(page, 'start:kept.next'))
  await step(page.getByRole('checkbox', { name: new RegExp(`^${t(`skills:skill.${COOKING}`)}`) }).check())
  await step(press(page, 'start:skills.next'))
  await step(press(page, 'start:town.joinThis', { name: 'Mill Lane' }))
  await says(page, 'start:done.title', { name: 'Mill Lane' })
  expect(interactions).toBeLessThanOrEqual(10)
  const invite = { sentence: t('next:invite.text', { count: 1 }), act: t('next:invitation.copy') }
  await seen(page.getByText(invite.sentence))
  await follow(page, 'start:done.town')
  await toldEverywhere(newcomer, invite)
  expect(newcomer.problems).toEqual([])
})

test('who has a key and no town yet is led on', async () => {
  const { name, identity } = createPerson(town, 'Ugo')
  const { page, problems, look } = await arrive(name)
  const backup = serializeBackup(encryptIdentity(town, { identity, passphrase: passphraseOf({ name }) }))
  await page.goto('/start?have=true')
  await openBackup(page, { backup, name })
  await says(page, 'start:skills.title')
  await follow(page, 'common:name')
  await heading(page, t('home:home.titleHomeless'))
  await barOf(page).getByText(t('next:finish.text'), { exact: true }).waitFor()
  await look('next-unfinished')
  await barOf(page)
    .getByRole('link', { name: t('next:finish.act') })
    .click()
  await says(page, 'start:skills.title')
  expect(problems).toEqual([])
})

test('who found a town and is alone is asked to invite two', async () => {
  const { residents } = await settle({ name: 'Olga', skills: [{ skill: COOKING, level: 4 }] })
  const person = await openAs(residents[0] as Resident)
  await toldEverywhere(person, { sentence: t('next:invite.text', { count: 2 }), act: t('next:invitation.copy') })
  expect(person.problems).toEqual([])
})

test('a member of a founding town offers the first gig, and a neighbour is led to it', async () => {
  const { residents } = await settle(
    { name: 'Rosa', skills: [{ skill: COOKING, level: 6 }] },
    { name: 'Sven', skills: [{ skill: GARDENING, level: 4 }] },
    { name: 'Tove', skills: [{ skill: TEACHING, level: 2 }] },
  )
  const [rosa, sven] = residents as [Resident, Resident]
  const person = await openAs(rosa)
  const { page } = person
  await toldEverywhere(person, { sentence: t('next:offer.founding'), act: t('next:offer.act') })
  await barOf(page).getByRole('link').click()
  await heading(page, t('gigs:new.title'))
  await offer(page, { title: 'Dig the new beds', skill: GARDENING, commitment: 1 })
  await press(page, 'gigs:new.submit')
  await heading(page, 'Dig the new beds')
  const neighbour = await openAs(sven)
  const take = `${t('next:take.text', { count: 1 })} ${t('next:toGo', { count: 5, skill: t(`skills:skill.${GARDENING}`) })}`
  await toldEverywhere(neighbour, { sentence: take, act: t('next:take.act'), place: '/gigs' })
  await barOf(neighbour.page).getByRole('link').click()
  await neighbour.page.getByRole('link', { name: 'Dig the new beds' }).click()
  await press(neighbour.page, 'gigs:act.request')
  expect([...person.problems, ...neighbour.problems]).toEqual([])
})

test('a validated member of a full town finds work, and then offers some', async () => {
  const others = Array.from({ length: 23 }, (_, i) => ({
    name: `Neighbour ${i}`,
    skills: [{ skill: i % 12, level: 1 + (i % 10) }],
  }))
  const { residents } = await settle({ name: 'Vera', skills: [{ skill: COOKING, level: 5 }] }, ...others)
  const [vera, first, second] = residents as [Resident, Resident, Resident]
  for (const [i, creator] of [first, second, first, second, first].entries()) {
    await doGig(town, { creator, taker: vera, skill: COOKING, title: `Soup ${i}`, rating: 8 })
  }
  const person = await openAs(vera)
  const { spendable } = await getWallet(town, { walletId: vera.walletId })
  await toldEverywhere(person, {
    sentence: t('next:offer.text', { amount: Number(spendable / CREDIT) }),
    act: t('next:offer.act'),
  })
  await offerGig(town, { creator: first, skill: COOKING, title: 'Bread for the fair' })
  await toldEverywhere(person, { sentence: t('next:take.text', { count: 1 }), act: t('next:take.act'), place: '/gigs' })
  expect(person.problems).toEqual([])
})
