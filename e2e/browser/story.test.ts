import {
  createTown,
  decodeCode,
  decryptIdentity,
  encodeCode,
  leave,
  parseBackup,
  type Town,
} from '@distributed-town/sdk'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startTestNode, type TestNode } from '../../apps/node/test/node.ts'
import { type Resident, settleIn } from '../resident.ts'
import { doGig, doWork } from '../scenery/gigs.ts'
import { buildWeb } from './build-web.ts'
import { startChromium } from './chromium.ts'
import { DESKTOP, openBrowser, type Person, PHONE, seen } from './person.ts'
import {
  chooseSkill,
  createKey,
  field,
  follow,
  heading,
  offer,
  openBackup,
  openGig,
  passphraseOf,
  paste,
  press,
  rate,
  says,
  scanPicture,
  shownCode,
  tab,
} from './steps.ts'
import { t } from './texts.ts'

// The story of e2e/story.test.ts as three people live it in their browsers, on a real node that serves the built web app. The tests follow
// each other; each begins with the pages where the one before left them.

const TEACHING = 7
const COMPANY = 8
const COOKING = 11

const TOWN = 'Lime Street'
/** What each part of the Town Hall is about. */
const HALL = {
  pulse: t('pulse:town.empty'),
  members: t('towns:members.title', { count: 3 }),
  founding: t('hall:founding.title'),
  treasury: t('hall:treasury.sites.title'),
  history: t('hall:history.kind'),
}
const SOUP = 'Soup for twelve'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

let node: TestNode
let town: Town
let browser: Browser
/** Phones. */
let ada: Person
let ben: Person
/** Desktop. */
let cleo: Person
const backups: Record<string, string> = {}
const people: Person[] = []

beforeAll(async () => {
  await buildWeb()
  ;[node, browser] = await Promise.all([startTestNode(), startChromium()])
  town = createTown({ url: node.url })
  ada = await arrive('Ada', PHONE)
  ben = await arrive('Ben', PHONE)
  cleo = await arrive('Cleo', DESKTOP)
})

afterAll(async () => {
  await browser?.close()
  await node?.stop()
})

// What follows a failure only waits for what did not happen.
let hasFailed = false
beforeEach(({ skip }) => skip(hasFailed, 'the story broke off before'))
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  hasFailed = true
  await Promise.all(people.map(({ picture }, i) => picture(`failed-${i}`)))
})

const arrive = async (name: string, size: typeof PHONE): Promise<Person> => {
  const person = await openBrowser(browser, { name, url: node.url, size, expected: EXPECTED })
  people.push(person)
  return person
}

/** Who has a key but no wallet yet is asked for by its address. */
const EXPECTED = [/^404 GET \/api\/wallets\/by-owner\/0x/]

describe('three people found a town', () => {
  test('a stranger sees what this is', async () => {
    const { page, look } = ada
    await page.goto('/')
    await heading(page, t('home:stranger.title'))
    await says(page, 'home:looking.none')
    await look('home-stranger')
    for (const path of ['towns', 'town', 'gigs', 'scan', 'wallet', 'settings']) {
      await page.goto(`/${path}`)
      await look(`${path}-stranger`)
    }
    await page.goto('/nowhere')
    await heading(page, t('common:notFound.title'))
    await look('not-found')
    await follow(page, 'common:notFound.home')
    await follow(page, 'home:stranger.begin')
  })

  test('Ada makes her key, chooses a skill and founds a town', async () => {
    const { page, look } = ada
    await heading(page, t('start:title'))
    // What is missing stands beside the button.
    await says(page, 'start:identity.short', { count: 10 })
    await look('start-you')
    backups.Ada = await createKey(ada)
    await look('start-kept')
    await press(page, 'start:kept.next')
    await says(page, 'start:skills.none')
    await chooseSkill(page, TEACHING, 6)
    await look('start-skills')
    await press(page, 'start:skills.next')
    await says(page, 'start:town.none')
    await look('start-join-none')
    await page.getByRole('tab', { name: t('start:town.found') }).click()
    await says(page, 'start:found.noName')
    await field(page, 'start:found.name').fill(TOWN)
    await says(page, 'start:found.noPurpose')
    await field(page, 'start:found.purpose').fill('Neighbours who cook, teach and garden for each other.')
    await field(page, 'start:found.place').fill('Around the lime tree')
    await look('start-found')
    await press(page, 'start:found.submit')
    await says(page, 'start:done.title', { name: TOWN })
    await says(page, 'next:invite.text', { count: 2 })
    await look('start-done')
    await follow(page, 'start:done.town')
    await heading(page, TOWN)
    await says(page, 'towns:state.beginning', { count: 2 })
    await look('town-of-one')
  })

  test('Ben follows an invitation, and Ada sees him arrive', async () => {
    const { page, look } = ben
    await page.goto('/start?town=1')
    await says(page, 'start:invited', { name: TOWN })
    backups.Ben = await createKey(ben)
    await press(page, 'start:kept.next')
    await chooseSkill(page, COOKING, 5)
    await press(page, 'start:skills.next')
    await says(page, 'start:town.adds', { names: t(`skills:skill.${COOKING}`) })
    await look('start-join')
    await Promise.all([
      press(page, 'start:town.joinThis', { name: TOWN }),
      // Told once, for some seconds.
      says(ada.page, 'plan:news.arrived'),
    ])
    await says(page, 'start:done.title', { name: TOWN })
    // Without a word of hers.
    await ada.page.getByRole('link', { name: t('plan:houseLit', { name: 'Ben' }), exact: true }).waitFor()
    await says(ada.page, 'towns:members.title', { count: 2 })
    await seen(ada.page.getByText('Ben'))
  })

  test('Cleo finds the town in the list, and as the third she makes it active', async () => {
    const { page, look } = cleo
    await page.goto('/towns')
    await look('towns')
    await page.getByRole('link', { name: TOWN, exact: true }).click()
    await heading(page, TOWN)
    await says(page, 'towns:members.namesHidden')
    await look('town-stranger')
    await follow(page, 'towns:town.join')
    backups.Cleo = await createKey(cleo)
    await press(page, 'start:kept.next')
    await chooseSkill(page, 10, 4)
    await chooseSkill(page, 3, 3)
    await press(page, 'start:skills.next')
    await press(page, 'start:town.joinThis', { name: TOWN })
    await says(page, 'start:done.title', { name: TOWN })
    await says(ada.page, 'towns:state.founding')
    await seen(ada.page.getByText('Cleo'), ada.page.getByText(t('towns:score.value', { score: 50 })))
    await ada.look('town')
  })

  test('the Town Hall says how the score came about, and what would lift it', async () => {
    const { page, look } = ada
    await follow(page, 'towns:hall.score')
    await heading(page, t('hall:title', { town: TOWN }))
    await scoreChanged(page, 'Activated', 'Cleo')
    // Four skills of three members make 50; five of four who all bring another one would make 66.7.
    await page.getByRole('row', { name: `${t(`skills:skill.${COMPANY}`)} +16.7 66.7` }).waitFor()
    const missing = page.getByRole('table', { name: t('hall:whatIf.missing') })
    const [skill = ''] = await missing.getByRole('rowheader').allTextContents()
    await page.getByText(t('hall:whatIf.inviteSkill', { skill })).waitFor()
    await look('hall')
    for (const part of ['pulse', 'members', 'founding', 'treasury', 'history'] as const) {
      await page.getByRole('tab', { name: t(`hall:part.${part}`) }).click()
      await page.getByText(HALL[part], { exact: true }).first().waitFor()
      await look(`hall-${part}`)
    }
    await field(page, 'hall:history.kind').selectOption('people')
    await says(page, 'towns:history.founded', { name: 'Ada' })
    expect(new URL(page.url()).search).toBe('?part=history&kind=people')
  })
})

describe('a gig from the offer to the rating', () => {
  test('Ada offers it, after the form has told her what is missing', async () => {
    const { page, look } = ada
    await tab(page, 'gigs')
    await says(page, 'gigs:list.emptyOpen', { town: TOWN })
    await look('gigs-empty')
    await page
      .getByRole('link', { name: t('gigs:offer') })
      .first()
      .click()
    await heading(page, t('gigs:new.title'))
    await press(page, 'gigs:new.submit')
    await says(page, 'gigs:new.fixTitle')
    await says(page, 'gigs:new.fixSkill')
    await look('gig-new-missing')
    await offer(page, { title: SOUP, skill: COOKING, commitment: 5 })
    await field(page, 'gigs:new.description').fill('For the reading evening.\nNo meat, please.')
    await says(page, 'gigs:new.remains', { amount: 210, spendable: 240 })
    await look('gig-new')
    await press(page, 'gigs:new.submit')
    await heading(page, SOUP)
    await look('gig-open-creator')
  })

  test('a gig that she can not afford is refused in words', async () => {
    const { page, look } = ada
    await tab(page, 'gigs')
    await page
      .getByRole('link', { name: t('gigs:offer') })
      .first()
      .click()
    await offer(page, { title: 'A week of lessons', skill: TEACHING, commitment: 10 })
    await says(page, 'gigs:new.missing', { missing: 30 })
    await look('gig-new-unaffordable')
    await tab(page, 'gigs')
  })

  test('Ben asks for it with a code', async () => {
    const { page, look } = ben
    await tab(page, 'gigs')
    await page.getByRole('link', { name: SOUP }).waitFor()
    await look('gigs')
    // Its stall on the market square leads there too.
    await tab(page, 'town')
    const skill = t(`skills:skill.${COOKING}`)
    await page.getByRole('link', { name: t('plan:stallTitled', { title: SOUP, skill }), exact: true }).click()
    await heading(page, SOUP)
    await seen(page.getByText('No meat, please.'))
    await look('gig-open-neighbour')
    await press(page, 'gigs:act.request')
    await page.getByRole('img', { name: /^QR code/ }).waitFor()
    await look('gig-request-code')
  })

  test('codes that are altered, expired, of elsewhere or for somebody else are refused in words', async () => {
    const code = await shownCode(ben.page)
    const signed = decodeCode(code)
    const altered = code.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    const { page, look } = ada
    await tab(page, 'scan')
    await look('scan')
    await press(page, 'scan:paste.submit')
    await says(page, 'scan:paste.empty')
    await paste(page, 'my shopping list')
    await says(page, 'scan:refusal.NOT_A_CODE')
    await paste(page, altered)
    await says(page, 'scan:refusal.CODE_ALTERED')
    await look('scan-altered')
    await paste(page, code.slice(0, -20))
    await says(page, 'scan:refusal.CODE_TRUNCATED')
    await paste(page, encodeCode({ ...signed, chainId: 1 }))
    await says(page, 'scan:refusal.CODE_OTHER_CHAIN')
    await look('scan-foreign')
    await press(page, 'scan:again')
    await paste(page, encodeCode({ ...signed, expiry: signed.expiry - 8 * 86_400 }))
    await seen(page.getByText(/^This request expired yesterday. Ask Ben for a fresh one/))
    await look('scan-expired')
    await press(page, 'scan:again')

    await tab(cleo.page, 'scan')
    await paste(cleo.page, code)
    await seen(cleo.page.getByText(t('scan:refusal.foreign', { creator: 'Ada' })))
  })

  test('Ada accepts it from a picture of the code', async () => {
    const { page, look } = ada
    await scanPicture(page, ben.page)
    await heading(page, t('scan:request.title', { name: 'Ben' }))
    await look('scan-request')
    await press(page, 'scan:request.confirm', { name: 'Ben' })
    await says(page, 'scan:request.done', { name: 'Ben' })
    await look('scan-accepted')
    await follow(page, 'scan:open')
    await heading(page, SOUP)
    await says(ben.page, 'gigs:next.takenTaker')
  })

  test('they talk on it', async () => {
    await field(ben.page, 'gigs:conversation.label').fill('Are leeks fine?')
    await press(ben.page, 'gigs:conversation.send')
    await seen(ada.page.getByRole('log').getByText('Are leeks fine?'))
    await field(ada.page, 'gigs:conversation.label').fill('Leeks are lovely.')
    await press(ada.page, 'gigs:conversation.send')
    await seen(ben.page.getByRole('log').getByText('Leeks are lovely.'))
    await ben.look('gig-taken-taker')
    await ada.look('gig-taken-creator')
  })

  test('Ben hands in the work', async () => {
    const { page, look } = ben
    await press(page, 'gigs:act.submit')
    await says(page, 'gigs:submit.fix')
    await field(page, 'gigs:submit.label').fill('Leek and potato, in the kitchen.')
    await press(page, 'gigs:act.submit')
    await press(page, 'gigs:act.signCompletion')
    await page.getByRole('img', { name: /^QR code/ }).waitFor()
    await look('gig-completion-code')
    await seen(ada.page.getByText('Leek and potato, in the kitchen.'))
    await ada.look('gig-submitted-creator')
  })

  test('Ada completes it with the text of his code', async () => {
    const { page, look } = ada
    await follow(page, 'gigs:act.complete')
    await paste(page, await shownCode(ben.page))
    await heading(page, t('scan:completion.title', { name: 'Ben' }))
    await look('scan-completion')
    await press(page, 'scan:completion.confirm')
    await says(page, 'scan:completion.done', { name: 'Ben', credits: t('common:credits', { amount: 30, count: 30 }) })
    await look('scan-completed')
    await follow(page, 'scan:completion.rate')
  })

  test('and rates it', async () => {
    const { page, look } = ada
    await rate(page, 9)
    await look('gig-rated')
    await says(ben.page, 'gigs:next.rated')
    await seen(ben.page.getByText(t('gigs:fact.ratingValue', { rating: 9 })))
  })

  test('Ben has the credits and the first of five ratings', async () => {
    const { page, look } = ben
    await tab(page, 'wallet')
    await says(page, 'wallet:balance.town', { town: TOWN })
    await seen(
      page.getByText('2060 credits', { exact: true }),
      page.getByText(t('towns:members.rates', { rates: 1, needed: 5 })),
      page.getByText(t('wallet:send.notValidated')),
    )
    await look('wallet')
    await follow(page, 'wallet:balance.statement')
    await seen(page.getByRole('rowheader', { name: t('wallet:statement.kinds.paymentFrom', { name: 'Ada' }) }))
    await look('statement')
  })
})

describe('five gigs validate a Skill Wallet', () => {
  test('the second is arranged at a distance, on a desktop', async () => {
    const { page, look } = cleo
    await tab(page, 'gigs')
    await page
      .getByRole('link', { name: t('gigs:offer') })
      .first()
      .click()
    await offer(page, { title: 'Bread', skill: COOKING, commitment: 3 })
    await press(page, 'gigs:new.submit')
    await heading(page, 'Bread')

    await openGig(ben.page, 'Bread')
    await press(ben.page, 'gigs:act.request')
    await press(ben.page, 'gigs:code.send', { creator: 'Cleo' })
    await says(ben.page, 'gigs:code.sent', { creator: 'Cleo' })
    await page.getByRole('button', { name: t('gigs:accept.accept', { name: 'Ben' }) }).waitFor()
    await look('gig-asked-creator')
    await press(page, 'gigs:accept.accept', { name: 'Ben' })
    await field(ben.page, 'gigs:submit.label').fill('Two loaves.')
    await press(ben.page, 'gigs:act.submit')
    await press(ben.page, 'gigs:act.signCompletion')
    await press(ben.page, 'gigs:code.send', { creator: 'Cleo' })
    await press(page, 'gigs:accept.complete', { name: 'Ben' })
    await page.getByRole('radio', { name: '8', exact: true }).waitFor()
    await look('gig-completed-creator')
    await rate(page, 8)
  })

  test('three more are done, and the fifth rating is left to Cleo', async () => {
    const [adaHere, benHere, cleoHere] = await Promise.all([
      residentOf(ada, 1),
      residentOf(ben, 2),
      residentOf(cleo, 3),
    ])
    try {
      const ofAda = { creator: adaHere, taker: benHere, skill: COOKING }
      await doGig(town, { ...ofAda, title: 'Jam', rating: 8 })
      await doGig(town, { ...ofAda, title: 'Pie', rating: 7 })
      await doWork(town, { ...ofAda, creator: cleoHere, title: 'Plum cake' })
    } finally {
      for (const { records } of [adaHere, benHere, cleoHere]) records.close()
    }
    await tab(ben.page, 'wallet')
    await says(ben.page, 'towns:members.rates', { rates: 4, needed: 5 })
    await seen(ben.page.getByText(t('wallet:skills.pending', { count: 1 })))
    await tab(ada.page, 'town')
    const { page, look } = cleo
    await tab(page, 'gigs')
    await page.getByRole('tab', { name: t('gigs:list.mine') }).click()
    await page.getByRole('link', { name: 'Plum cake' }).first().waitFor()
    await look('gigs-mine')
    await page.getByRole('link', { name: 'Plum cake' }).first().click()
    await page.getByRole('radio', { name: '8', exact: true }).check()
    await says(page, 'gigs:rate.effect.validates', { taker: 'Ben', skill: t(`skills:skill.${COOKING}`), level: 8 })
    await look('gig-rate-validates')
  })

  test('with it the Skill Wallet is validated, and open pages show it', async () => {
    await rate(cleo.page, 8)
    await says(ben.page, 'towns:members.validated')
    await says(ben.page, 'wallet:balance.allFree')
    await ben.look('wallet-validated')
    await follow(ada.page, 'towns:hall.score')
    await scoreChanged(ada.page, 'LevelAdjusted', 'Ben')
    await ada.look('hall-validated')
    await ada.page.getByRole('tab', { name: t('hall:part.pulse') }).click()
    await seen(ada.page.getByText(t('pulse:work.done', { count: 5, days: 30 })))
    await seen(ada.page.getByText(t('pulse:flow.earned', { count: 1, members: 3 })))
    await ada.look('hall-pulse-validated')
  })

  test('Ben sends credits to Ada, whose code he scans', async () => {
    const { page, look } = ben
    await tab(ada.page, 'wallet')
    await ada.page.getByText(t('wallet:code.show'), { exact: true }).click()
    await seen(ada.page.getByText(t('wallet:partners.received', { count: 3, amount: 42 })))
    // As it is printed.
    await follow(ada.page, 'wallet:card.open')
    await ada.look('card')
    await tab(page, 'scan')
    await scanPicture(page, ada.page)
    await heading(page, t('scan:wallet.title', { name: 'Ada' }))
    await look('scan-wallet')
    await follow(page, 'scan:wallet.send', { name: 'Ada' })
    await press(page, 'wallet:send.submitEmpty')
    await says(page, 'wallet:send.noAmount')
    await field(page, 'wallet:send.amount').fill('9000')
    await seen(page.getByText(/which is .* too few/))
    await field(page, 'wallet:send.amount').fill('24')
    await look('wallet-send')
    await press(page, 'wallet:send.submit', { amount: 24, name: 'Ada' })
    await seen(page.getByText(/^Ada received 24 credits/))
    await look('wallet-sent')
    await follow(page, 'wallet:balance.statement')
    await seen(page.getByRole('rowheader', { name: t('wallet:statement.kinds.transferOut', { name: 'Ada' }) }))
    await look('statement-validated')
    await field(page, 'wallet:statement.period').selectOption('lastYear')
    await says(page, 'wallet:statement.nothing')
    await follow(ada.page, 'wallet:statement.back')
    await follow(ada.page, 'wallet:balance.statement')
    await seen(ada.page.getByRole('rowheader', { name: t('wallet:statement.kinds.transferIn', { name: 'Ben' }) }))
  })
})

describe('a key is safe and can be brought along', () => {
  test('a page that is loaded anew is locked until the passphrase is typed', async () => {
    const { page, look } = ben
    await page.reload()
    await says(page, 'session:unlock.title')
    await says(page, 'session:unlock.empty')
    await field(page, 'session:passphrase').fill('Ben walks under elm trees')
    await press(page, 'session:unlock.submit')
    await says(page, 'errors:WRONG_PASSPHRASE')
    await look('locked')
    await field(page, 'session:passphrase').fill(passphraseOf(ben))
    await press(page, 'session:unlock.submit')
    await seen(page.getByRole('rowheader', { name: t('wallet:statement.kinds.transferOut', { name: 'Ada' }) }))
    await tab(page, 'town')
    // What only members can read can be read again.
    await seen(page.getByText('Cleo'))
    await follow(page, 'common:name')
    await seen(page.getByRole('region', { name: t('next:label') }))
    await look('home')
    await follow(page, 'common:nav.settings')
    await look('settings')
    await press(page, 'settings:keys.lock')
    await says(page, 'session:unlock.title')
    await follow(page, 'common:name')
    await says(page, 'next:unlock.text')
  })

  test('the backup file opens it on another device', async () => {
    const elsewhere = await arrive('Ben', PHONE)
    const { page, look } = elsewhere
    await page.goto('/')
    await follow(page, 'home:stranger.have')
    await says(page, 'start:existing.noFile')
    await look('start-existing')
    await openBackup(page, { backup: '{}', name: 'Ben' })
    await says(page, 'errors:INVALID_BACKUP')
    await openBackup(page, { backup: backups.Ben ?? '', name: 'Ben' })
    await says(page, 'start:resident.title')
    await tab(page, 'wallet')
    await says(page, 'towns:members.validated')
    await openEnded(page, SOUP)
    await seen(page.getByRole('log').getByText('Leeks are lovely.'))
    await look('gig-ended')
  })

  test('so does the backup that the node keeps, by the number of the Skill Wallet', async () => {
    const elsewhere = await arrive('Ben', PHONE)
    const { page } = elsewhere
    await page.goto('/start?have=true')
    await page.getByRole('radio', { name: t('start:existing.node') }).check()
    await field(page, 'start:existing.number').fill('2')
    await field(page, 'start:existing.passphrase').fill(passphraseOf(ben))
    await press(page, 'start:existing.submit')
    await says(page, 'start:resident.title')
  })
})

test('who has left keeps the name that they had here', async () => {
  const gone = await residentOf(cleo, 3)
  try {
    await leave(town, { identity: gone.identity, gigsToCancel: [] })
  } finally {
    gone.records.close()
  }
  const { page, look } = ada
  await tab(page, 'town')
  await says(page, 'towns:state.inactive', { count: 1 })
  await follow(page, 'towns:hall.history')
  await seen(page.getByText(/^Cleo left\. /))
  await look('hall-history-left')
})

test('no browser complained', () => {
  expect(people.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`))).toEqual([])
})

const scoreChanged = (page: Page, cause: string, name: string) =>
  page
    .getByRole('table', { name: t('towns:score.historyTable') })
    .getByText(t(`hall:score.causes.${cause}`, { name }))
    .waitFor()

const openEnded = async (page: Page, title: string) => {
  await tab(page, 'gigs')
  await field(page, 'gigs:list.stateFilter').selectOption({ label: t('gigs:list.ended') })
  await page.getByRole('link', { name: title, exact: true }).click()
  await heading(page, title)
}

/** The same person outside the browser, by the backup file. */
const residentOf = async ({ name }: Person, walletId: number): Promise<Resident> => {
  const backup = parseBackup(backups[name] ?? '')
  const identity = decryptIdentity({ backup, passphrase: passphraseOf({ name }) })
  return settleIn(town, { person: { name, identity }, walletId, communityId: 1, epoch: 1 })
}
