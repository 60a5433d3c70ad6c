import { createTown } from '@distributed-town/sdk'
import type { Browser, Locator, Page } from 'playwright-core'
import { settleTown } from '../scenery/neighbourhood.ts'
import { DESKTOP, PHONE } from './person.ts'
import { t } from './texts.ts'
import { enterAs } from './walk.ts'

// A gig from the offer to the rating, in two browsers, by whatever hands people have: what they look for is told by role and name alone.

const TEACHING = 7
const COOKING = 11
const GARDENING = 10

export const SOUP = 'Soup for twelve'

/** How somebody uses a page. */
export type Hands = {
  /** A link or a button. */
  readonly press: (page: Page, control: Locator) => Promise<void>
  readonly write: (page: Page, field: Locator, text: string) => Promise<void>
  /** @param option What it begins with. */
  readonly choose: (page: Page, list: Locator, option: string) => Promise<void>
  /** One of a group of radio buttons, whose values are 1, 2, 3 … */
  readonly mark: (page: Page, group: Locator, value: number) => Promise<void>
}

/** What a step led to. */
export type Result = {
  readonly page: Page
  readonly step: string
  /** The page that it led to, by its heading. */
  readonly heading?: string
  /** What the page says of it. */
  readonly says?: string
}

/** Ada, Ben and Cleo in a town of their own; Ada and Ben with their pages open. */
export const meet = async (browser: Browser, url: string) => {
  const town = createTown({ url })
  const { residents } = await settleTown(town, {
    charter: { template: 0, name: 'Lime Street', purpose: 'To walk without a mouse.' },
    people: [
      { name: 'Ada', skills: [{ skill: TEACHING, level: 6 }] },
      { name: 'Ben', skills: [{ skill: COOKING, level: 5 }] },
      { name: 'Cleo', skills: [{ skill: GARDENING, level: 4 }] },
    ],
  })
  const enter = async (viewport: typeof PHONE, resident: (typeof residents)[number] | undefined) => {
    const context = await browser.newContext({ baseURL: url, viewport, locale: 'en-GB', reducedMotion: 'reduce' })
    context.setDefaultTimeout(30_000)
    const page = await context.newPage()
    if (resident) await enterAs(page, resident)
    return page
  }
  // One after the other: each has a device for oneself.
  const ada = await enter(DESKTOP, residents[0])
  const ben = await enter(PHONE, residents[1])
  for (const { records } of residents) records.close()
  return { ada, ben }
}

/** Lives the story; `after` is told of each step when the page has shown what came of it. */
export const liveGigStory = async ({
  ada,
  ben,
  hands: { press, write, choose, mark },
  after,
}: {
  readonly ada: Page
  readonly ben: Page
  readonly hands: Hands
  readonly after: (result: Result) => Promise<void>
}): Promise<void> => {
  const tell = async (result: Result) => {
    const { page, heading, says } = result
    if (heading !== undefined) await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
    if (says !== undefined) await page.getByText(says, { exact: true }).first().waitFor()
    await after(result)
  }
  const button = (page: Page, key: string, values?: Values) =>
    page.getByRole('button', { name: t(key, values), exact: true })
  const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).first()
  const textbox = (page: Page, key: string) => page.getByRole('textbox', { name: t(key), exact: true })
  const toGigs = async (page: Page) => {
    await press(page, link(page, t('common:nav.gigs')))
    await tell({ page, step: 'to the gigs', heading: t('gigs:title') })
  }

  await toGigs(ada)
  await press(ada, link(ada, t('gigs:offer')))
  await tell({ page: ada, step: 'to the offer', heading: t('gigs:new.title') })
  await press(ada, button(ada, 'gigs:new.submit'))
  await tell({ page: ada, step: 'an empty offer', says: t('gigs:new.fixTitle') })
  await write(ada, textbox(ada, 'gigs:new.titleLabel'), SOUP)
  await write(ada, textbox(ada, 'gigs:new.description'), 'For the reading evening.')
  await choose(ada, ada.getByRole('combobox', { name: t('gigs:new.skill'), exact: true }), t(`skills:skill.${COOKING}`))
  await write(ada, ada.getByRole('spinbutton', { name: t('gigs:new.commitment'), exact: true }), '5')
  await press(ada, button(ada, 'gigs:new.submit'))
  await tell({ page: ada, step: 'the offer', heading: SOUP })

  await toGigs(ben)
  await press(ben, link(ben, SOUP))
  await tell({ page: ben, step: 'to the gig', heading: SOUP })
  await press(ben, button(ben, 'gigs:act.request'))
  await tell({ page: ben, step: 'a request', says: t('gigs:code.notYet', { creator: 'Ada' }) })
  await press(ben, button(ben, 'gigs:code.send', { creator: 'Ada' }))
  await tell({ page: ben, step: 'the request is sent', says: t('gigs:code.sent', { creator: 'Ada' }) })

  await press(ada, button(ada, 'gigs:accept.accept', { name: 'Ben' }))
  await tell({ page: ada, step: 'accepted', says: t('gigs:act.done.accept', { taker: 'Ben' }) })

  await ben.getByText(t('gigs:next.takenTaker'), { exact: true }).waitFor()
  await write(ben, textbox(ben, 'gigs:submit.label'), 'Leek and potato.')
  await press(ben, button(ben, 'gigs:act.submit'))
  await tell({ page: ben, step: 'handed in', says: t('gigs:act.done.submit') })
  await press(ben, button(ben, 'gigs:act.signCompletion'))
  await tell({ page: ben, step: 'a completion code', says: t('gigs:code.notYet', { creator: 'Ada' }) })
  await press(ben, button(ben, 'gigs:code.send', { creator: 'Ada' }))
  await tell({ page: ben, step: 'the completion code is sent', says: t('gigs:code.sent', { creator: 'Ada' }) })

  await press(ada, button(ada, 'gigs:accept.complete', { name: 'Ben' }))
  const credits = t('common:credits', { amount: 30, count: 30 })
  await tell({ page: ada, step: 'completed', says: t('gigs:act.done.complete', { taker: 'Ben', credits }) })
  await mark(ada, ada.getByRole('group', { name: t('gigs:rate.label'), exact: true }), 9)
  await press(ada, button(ada, 'gigs:rate.submit', { rating: 9 }))
  await tell({ page: ada, step: 'rated', says: t('gigs:act.done.rate') })
}

type Values = Parameters<typeof t>[1]
