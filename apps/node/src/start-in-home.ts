import type { Config } from './config.ts'
import { lockHome, openHome } from './home.ts'
import { upgradeHome } from './home-version.ts'
import { stopAll } from './stop-all.ts'

type Stops = {
  /** Each part adds how it is stopped; the last one is stopped first. */
  readonly stops: (() => Promise<void>)[]
  /** Stops everything, once. */
  readonly stop: () => Promise<void>
}

/** Locks the home, brings it up to date and starts what belongs in it; what was started is stopped again if a later part can't start. */
export const startInHome = async <Running>(
  { home }: Pick<Config, 'home'>,
  start: (parts: Stops) => Promise<Running>,
): Promise<Running> => {
  const stops: Stops['stops'] = []
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= stopAll(stops)
    return stopping
  }
  try {
    openHome(home)
    const lock = lockHome(home)
    stops.push(async () => lock.release())
    upgradeHome(home)
    return await start({ stops, stop })
  } catch (error) {
    await stop()
    throw error
  }
}
