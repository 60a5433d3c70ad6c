import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { destination, type Logger, multistream, pino } from 'pino'
import type { Config } from '../config.ts'

/** Everything of the level into `TOWN_HOME/log/node.log`, errors to stderr too. Nothing goes to stdout, which has the URL only. */
export const createLog = ({ home, logLevel }: Pick<Config, 'home' | 'logLevel'>): Logger => {
  if (logLevel === 'silent') return pino({ level: 'silent' })
  const folder = join(home, 'log')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return pino(
    { level: logLevel, base: null },
    multistream([
      // Written at once: what is said just before an end matters most.
      { level: logLevel, stream: destination({ dest: join(folder, 'node.log'), sync: true, mode: 0o600 }) },
      { level: 'error', stream: destination({ dest: 2, sync: true }) },
    ]),
  )
}
