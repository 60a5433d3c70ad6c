// node main.ts backup [FILE] | restore FILE: everything that the node of TOWN_HOME keeps, as one encrypted file.
import { resolve } from 'node:path'
import { pino } from 'pino'
import { readConfig } from '../config.ts'
import { createBackup } from './create.ts'
import { readPassphrase } from './passphrase.ts'
import { restoreBackup } from './restore.ts'

// npm runs scripts in the folder of the program; files are meant from where the command was given.
const from = (file: string): string => resolve(process.env.INIT_CWD ?? '.', file)

const defaultName = (): string => `distributed-town-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.age`

const run = async ([command, file, ...others]: readonly string[]): Promise<string> => {
  const parts = { config: readConfig(process.env), log: pino({ level: 'silent' }) }
  if (others.length > 0 || (command === 'restore' && file === undefined)) {
    throw new Error('npm run backup [FILE], npm run restore FILE')
  }
  if (command === 'restore') {
    const path = from(file ?? '')
    const passphrase = await readPassphrase({ isNew: false })
    const { createdAt } = await restoreBackup(parts, { path, passphrase })
    return `${parts.config.home} is the node of ${createdAt} again; npm start starts it. The old one must not run any more.`
  }
  const path = from(file ?? defaultName())
  const passphrase = await readPassphrase({ isNew: true })
  const bytes = await createBackup(parts, { path, passphrase })
  return `${path} holds everything (${Math.ceil(bytes / 1024)} KiB). Without its passphrase nobody can open it, you neither.`
}

run(process.argv.slice(2)).then(
  (done) => process.stdout.write(`${done}\n`),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exitCode = 1
  },
)
