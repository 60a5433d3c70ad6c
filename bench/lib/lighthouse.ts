import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

// Lighthouse weighs more than all else together (185 MB), so that only whoever measures installs it: as locked in bench/lighthouse.

const FOLDER = fileURLToPath(new URL('../lighthouse/', import.meta.url))

/** Of 100. */
export type Scores = {
  readonly performance: number
  readonly accessibility: number
  readonly 'best-practices': number
}
export type Report = {
  readonly scores: Scores
  /** What a reader waits for, in milliseconds. */
  readonly timings: { readonly 'first-contentful-paint': number; readonly 'largest-contentful-paint': number }
  /** Milliseconds that the main thread was busy for too long at a time; and how much moved. */
  readonly blocked: number
  readonly shift: number
  /** Lighthouse's measure of the host, its `benchmarkIndex`; under 1000 it warns that the score suffers. */
  readonly hostSpeed: number
  /** What was found wrong, in its words. */
  readonly faults: readonly string[]
}

type Audit = {
  readonly id: string
  readonly title: string
  readonly score: number | null
  readonly numericValue?: number
  readonly displayValue?: string
}
type Result = {
  readonly lhr: {
    readonly categories: Readonly<
      Record<string, { readonly score: number | null; readonly auditRefs: readonly { readonly id: string }[] }>
    >
    readonly audits: Readonly<Record<string, Audit>>
    readonly environment: { readonly benchmarkIndex: number }
    readonly runtimeError?: { readonly message: string }
  }
}
type Lighthouse = (url: string, flags: Readonly<Record<string, unknown>>) => Promise<Result | undefined>

const ATTEMPTS = 3
/** A page that listens for news is never done with the network, for which Lighthouse waits. */
const LONGEST_LOAD_MS = 20_000
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const

/** What Lighthouse makes the CPU slower by, whatever the host, so that a fast desktop is like a phone of the middle range. */
export const USUAL_SLOWDOWN = 4

/**
 * What makes this host like that phone: slower hosts need less. Source: the tables of docs/throttling.md of Lighthouse, "Calibrating the CPU
 * slowdown".
 */
export const slowdownFor = (hostSpeed: number): number =>
  hostSpeed >= 1500 ? USUAL_SLOWDOWN : hostSpeed >= 800 ? 2 : 1

/**
 * Lighthouse as on a phone (its own throttling: slow 4G, CPU slower by `slowdown`), each page loaded with empty caches; what the page keeps of its
 * reader stays.
 *
 * @param options.profile Of a Chromium that was started with `--remote-debugging-port=0`.
 */
export const openLighthouse = async ({ profile }: { readonly profile: string }) => {
  const module = join(FOLDER, 'node_modules/lighthouse/core/index.js')
  if (!existsSync(module)) {
    await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: FOLDER })
  }
  const { default: lighthouse }: { readonly default: Lighthouse } = await import(module)
  const port = Number((await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n')[0])
  return async (url: string, slowdown = USUAL_SLOWDOWN): Promise<Report> => {
    for (let attempt = 1; ; attempt += 1) {
      const result = await lighthouse(url, {
        port,
        logLevel: 'error',
        onlyCategories: CATEGORIES,
        maxWaitForLoad: LONGEST_LOAD_MS,
        // Overlays its preset of a phone.
        throttling: { cpuSlowdownMultiplier: slowdown },
      })
      if (result && !result.lhr.runtimeError) return toReport(result)
      // On a busy machine its own trace gets lost at times.
      if (attempt === ATTEMPTS) throw new Error(result?.lhr.runtimeError?.message ?? 'Lighthouse gave no result')
    }
  }
}

const toReport = ({ lhr: { categories, audits, environment } }: Result): Report => {
  const score = (category: (typeof CATEGORIES)[number]) => Math.round((categories[category]?.score ?? 0) * 100)
  const measured = (id: string) => audits[id]?.numericValue ?? 0
  const judged = CATEGORIES.filter((category) => category !== 'performance').flatMap(
    (category) => categories[category]?.auditRefs ?? [],
  )
  return {
    scores: {
      performance: score('performance'),
      accessibility: score('accessibility'),
      'best-practices': score('best-practices'),
    },
    timings: {
      'first-contentful-paint': measured('first-contentful-paint'),
      'largest-contentful-paint': measured('largest-contentful-paint'),
    },
    blocked: measured('total-blocking-time'),
    shift: measured('cumulative-layout-shift'),
    hostSpeed: environment.benchmarkIndex,
    faults: judged.flatMap(({ id }) => {
      const audit = audits[id]
      return audit && audit.score !== null && audit.score < 1 ? [`${id}: ${audit.title}`] : []
    }),
  }
}
