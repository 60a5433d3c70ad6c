import { uptime } from 'node:os'

/** A clock that stays off by less than this is followed at once. */
const TOLERANCE = 60_000
/** Longer than whoever sets a clock by mistake needs to set it right again. */
const PATIENCE = 10 * 60_000

/**
 * Milliseconds since 1970. A jump of the machine's clock counts when it has lasted for ten minutes: the time of blocks never goes back, so
 * one moment in another year would stop the town's time until then.
 */
export const createSteadyClock = ({
  wall = Date.now,
  // Counts while the machine is suspended too, which is no jump.
  elapsed = () => uptime() * 1000,
}: {
  readonly wall?: () => number
  readonly elapsed?: () => number
} = {}): (() => number) => {
  let offset = wall() - elapsed()
  let jump: { readonly offset: number; readonly since: number } | undefined
  return () => {
    const now = elapsed()
    const present = wall() - now
    const isSame = (other: number) => Math.abs(present - other) <= TOLERANCE
    if (isSame(offset)) jump = undefined
    else if (jump === undefined || !isSame(jump.offset)) jump = { offset: present, since: now }
    if (jump === undefined || now - jump.since >= PATIENCE) offset = present
    return now + offset
  }
}
