import type { BrowserContext, CDPSession, Page } from 'playwright-core'

/** A press or a key, and how long it took until the picture that followed. */
export type Interaction = { readonly path: string; readonly milliseconds: number }

/** Notes the interactions of all pages that the context opens from now on. */
export const noteInteractions = async (context: BrowserContext): Promise<void> => {
  await context.addInitScript(observe)
}

/** What was noted in the present document. */
export const interactionsOf = async (page: Page): Promise<readonly Interaction[]> => {
  // The last ones are told after the picture that followed them.
  await page.waitForTimeout(500)
  return page.evaluate(() => (window as unknown as { interactions?: Interaction[] }).interactions ?? [])
}

export const slowDown = async (page: Page, rate: number): Promise<CDPSession> => {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate })
  return cdp
}

/** Runs in the page, before anything else. */
const observe = () => {
  type Entry = PerformanceEntry & { readonly interactionId: number }
  const interactions: { path: string; milliseconds: number; id: number }[] = []
  Object.assign(window, { interactions })
  // An interaction belongs to the page that it was made on, also when it leads to another one.
  const paths: { readonly at: number; readonly path: string }[] = []
  for (const type of ['pointerdown', 'keydown']) {
    window.addEventListener(type, ({ timeStamp }) => paths.push({ at: timeStamp, path: location.pathname }), true)
  }
  new PerformanceObserver((list) => {
    for (const { interactionId: id, startTime, duration } of list.getEntries() as Entry[]) {
      if (id === 0) continue
      const path = paths.findLast(({ at }) => at <= startTime + 1)?.path ?? location.pathname
      const known = interactions.find((each) => each.id === id)
      // A press is several events; the longest counts.
      if (known) known.milliseconds = Math.max(known.milliseconds, duration)
      else interactions.push({ path, milliseconds: duration, id })
    }
    // What is shorter than a frame is no matter.
  }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit)
}
