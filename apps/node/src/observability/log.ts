import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { destination, type Logger, multistream, pino } from 'pino'
import type { Config } from '../config.ts'
import { redact } from './redact.ts'

/** Within the home. */
export const LOG_FOLDER = 'log'

/** Everything of the level into `TOWN_HOME/log/node.log`, errors to stderr too. Nothing goes to stdout, which has the URL only. */
export const createLog = ({ home, logLevel }: Pick<Config, 'home' | 'logLevel'>): Logger => {
  if (logLevel === 'silent') return pino({ level: 'silent' })
  const folder = join(home, LOG_FOLDER)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // Written at once: what is said just before an end matters most.
  const file = destination({ dest: join(folder, 'node.log'), sync: true, mode: 0o600 })
  const stderr = destination({ dest: 2, sync: true })
  // A full disk must not end the node.
  for (const stream of [file, stderr]) stream.on('error', () => undefined)
  return pino(
    { level: logLevel, base: null, hooks: { streamWrite: redact } },
    multistream([
      { level: logLevel, stream: file },
      { level: 'error', stream: stderr },
    ]),
  )
}
