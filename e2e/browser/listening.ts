import type { Page } from 'playwright-core'

// What a screen reader makes of a page: the browser's accessibility tree, and the texts of live regions when they change.

/** What must have a name, to be told from others of its kind. */
const NAMED = [
  'button',
  'link',
  'textbox',
  'combobox',
  'spinbutton',
  'slider',
  'radio',
  'checkbox',
  'tab',
  'dialog',
  'image',
  'tablist',
  'progressbar',
  'DisclosureTriangle',
]

type Value = { readonly value?: unknown }
type AxNode = {
  readonly ignored: boolean
  readonly role?: Value
  readonly name?: Value
  readonly properties?: readonly { readonly name: string; readonly value: Value }[]
}

/** What a reader would stumble on: titles, the order of headings, landmarks, controls without a name. */
export const faultsOfTree = async (page: Page): Promise<readonly string[]> => {
  const cdp = await page.context().newCDPSession(page)
  const { nodes } = (await cdp.send('Accessibility.getFullAXTree')) as { nodes: readonly AxNode[] }
  await cdp.detach()
  const seen = nodes.filter(({ ignored }) => !ignored)
  const roleOf = ({ role }: AxNode) => String(role?.value ?? '')
  const nameOf = ({ name }: AxNode) => String(name?.value ?? '').trim()
  const headings = seen
    .filter((node) => roleOf(node) === 'heading')
    .map((node) => ({
      name: nameOf(node),
      level: Number(node.properties?.find(({ name }) => name === 'level')?.value.value),
    }))
  const titles = headings.filter(({ level }) => level === 1)
  const skipped = headings.flatMap(({ level, name }, i) => {
    const before = headings[i - 1]?.level ?? 0
    return level > before + 1 ? [`level ${level} after ${before}: ${name}`] : []
  })
  const mains = seen.filter((node) => roleOf(node) === 'main').length
  const navigations = seen.filter((node) => roleOf(node) === 'navigation').map(nameOf)
  const nameless = seen.filter((node) => NAMED.includes(roleOf(node)) && nameOf(node) === '').map(roleOf)
  return [
    ...(titles.length === 1 ? [] : [`h1: ${titles.map(({ name }) => name).join(', ')}`]),
    ...skipped,
    ...(mains === 1 && navigations.length === 1 && navigations[0] !== ''
      ? []
      : [`landmarks: ${navigations.join(', ')}`]),
    ...nameless.map((role) => `no name: ${role}`),
  ]
}

/** Begins to listen to what is announced. */
export const listen = (page: Page): Promise<void> => page.evaluate(startListening)

/** What was announced since. */
export const heard = (page: Page): Promise<string> =>
  page.evaluate(() => (window as unknown as Listening).heardTexts.join('\n'))

type Listening = { heardTexts: string[] }

/** Runs in the page. */
const startListening = () => {
  const REGIONS = '[role=status], [role=alert], [role=log], [aria-live=polite], [aria-live=assertive]'
  const texts: string[] = []
  ;(window as unknown as Listening).heardTexts = texts
  const say = (region: Element | null | undefined) => {
    const text = region?.textContent
    if (text) texts.push(text)
  }
  new MutationObserver((mutations) => {
    for (const { target, addedNodes } of mutations) {
      const element = target instanceof Element ? target : target.parentElement
      say(element?.closest(REGIONS))
      for (const added of addedNodes) {
        // One that comes with its text.
        if (added instanceof Element)
          for (const region of [added, ...added.querySelectorAll('*')]) if (region.matches(REGIONS)) say(region)
      }
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true })
}
