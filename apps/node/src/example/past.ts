import { type Past as Progress, TownError } from '@distributed-town/protocol'
import { z } from 'zod'
import type { Config } from '../config.ts'
import { PAST_DAYS, readExample, writeExample } from './example-file.ts'

/**
 * The past of the example network, while it is told: the node's clock is behind by the days that are left of it, and nobody else is let in. It
 * only ever comes nearer to today, so that the time of the chain never goes back.
 */
export type Past = {
  /** Milliseconds since 1970, less the days that are left. */
  readonly clock: () => number
  /** How far it is told; undefined once it is today. */
  readonly progress: () => Progress | undefined
  /** @throws TownError NOT_READY with the progress. */
  readonly requireOver: () => void
  /** What the process that tells it says. @returns what is left then. */
  readonly hear: (message: unknown) => { readonly daysLeft: number }
  /** Resolves when it is today. */
  readonly over: Promise<void>
}

/** What is shown to whoever waits for it. */
export type TellPast = (progress: Progress & { readonly residents: number }) => void

const DAY_MS = 86_400_000

/** Whoever tells it says so before each step: so many days are left, and so many residents have moved in. */
const passing = z.object({ daysLeft: z.int().min(0).max(PAST_DAYS), residents: z.int().min(0) })

/** @param clock Of today. @param options.isTold Whether it goes on; otherwise it is given up, as the clock goes on without it. */
export const openPast = (
  { home }: Pick<Config, 'home'>,
  {
    clock,
    isTold,
    tell = () => undefined,
  }: { readonly clock: () => number; readonly isTold: boolean; readonly tell?: TellPast | undefined },
): Past => {
  const example = readExample({ home })
  if (!isTold && example && example.daysLeft > 0) writeExample({ home, ...example, daysLeft: 0 })
  let daysLeft = isTold ? (example?.daysLeft ?? 0) : 0
  let end: () => void = () => undefined
  const over = new Promise<void>((resolve) => {
    end = resolve
  })
  const progress = () => (daysLeft > 0 ? { day: PAST_DAYS - daysLeft, of: PAST_DAYS } : undefined)
  if (daysLeft === 0) end()
  return {
    clock: () => clock() - daysLeft * DAY_MS,
    progress,
    requireOver: () => {
      const past = progress()
      if (past) throw new TownError('NOT_READY', { past })
    },
    hear: (message) => {
      const told = passing.parse(message)
      const present = readExample({ home })
      if (present && told.daysLeft < daysLeft) {
        // On the disk first: a start after a crash begins no earlier than the newest block.
        writeExample({ home, ...present, daysLeft: told.daysLeft })
        daysLeft = told.daysLeft
      }
      tell({ day: PAST_DAYS - daysLeft, of: PAST_DAYS, residents: told.residents })
      if (daysLeft === 0) end()
      return { daysLeft }
    },
    over,
  }
}
