import { type Browser } from 'playwright-core'
/** @param args Further switches of Chromium. */
export declare const startChromium: (args?: readonly string[]) => Promise<Browser>
