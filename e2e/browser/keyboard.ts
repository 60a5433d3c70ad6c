import type { Locator, Page } from 'playwright-core'
import type { Hands } from './gig-story.ts'

// A keyboard and nothing else. Every stop on the way is looked at: whoever can't see where they are can't go on.

/** More stops than any page has. */
const MOST_STOPS = 120

/** Presses Tab until it has the focus. */
export const reach = async (page: Page, target: Locator): Promise<void> => {
  await target.waitFor({ state: 'attached' })
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
    const unseen = await page.evaluate(unseenFocus)
    if (unseen !== undefined) throw new Error(`the focus can not be seen on ${unseen}`)
  }
  throw new Error(`Tab does not lead to ${target}`)
}

export const keyboard: Hands = {
  press: async (page, control) => {
    await reach(page, control)
    await page.keyboard.press('Enter')
  },
  write: async (page, field, text) => {
    await reach(page, field)
    await page.keyboard.press('Control+A')
    await page.keyboard.type(text)
  },
  choose: async (page, list, option) => {
    await reach(page, list)
    await page.keyboard.type(option)
  },
  mark: async (page, group, value) => {
    await reach(page, group.getByRole('radio').first())
    await page.keyboard.press('Space')
    for (let at = 1; at < value; at++) await page.keyboard.press('ArrowRight')
  },
}

/** Runs in the page: what has the focus without showing it, or is covered; undefined if all is well or nothing has it. */
export const unseenFocus = (): string | undefined => {
  const element = document.activeElement
  if (!element || element === document.body) return undefined
  // A control that is drawn by its label, or a link that is drawn by its card, shows the focus there.
  const shown = [element, element.closest('label'), element.closest('article')].filter((part) => part !== null)
  const isMarked = shown.some((part) => {
    const { outlineStyle, outlineWidth, filter } = getComputedStyle(part)
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || filter !== 'none'
  })
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect()
  const x = (Math.max(0, left) + Math.min(innerWidth, right)) / 2
  const y = (Math.max(0, top) + Math.min(innerHeight, bottom)) / 2
  const above = document.elementFromPoint(x, y)
  const isCovered = !above || !(shown.some((part) => part.contains(above)) || above.contains(element))
  const isThere = width > 0 && height > 0 && bottom > 0 && top < innerHeight
  return isMarked && isThere && !isCovered
    ? undefined
    : `${element.outerHTML.slice(0, 200)} (${isMarked ? (isThere ? 'covered' : 'out of sight') : 'no outline'})`
}
