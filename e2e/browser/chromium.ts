import { type Browser, chromium } from 'playwright-core'

export const CHROMIUM = {
  // Debian's; see scripts/install.mjs.
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--disable-quic',
  ],
}

/** @param args Further switches of Chromium. */
export const startChromium = (args: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ ...CHROMIUM, args: [...CHROMIUM.args, ...args] })
