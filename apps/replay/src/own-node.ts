import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ReplayError } from './errors.ts'

export type OwnNode = {
  readonly url: string
  readonly home: string
  /** Whether the folder stays. */
  readonly keepsHome: boolean
  /** Resolves with the reason when the node ends without having been stopped. */
  readonly ended: Promise<string>
  readonly stop: () => Promise<void>
}

/**
 * A node for one replay, as a process of its own on a free port. Its folder is temporary, unless `home` is given.
 *
 * @throws ReplayError NODE with what the node said.
 */
export const startOwnNode = async ({ home: given }: { readonly home?: string | undefined }): Promise<OwnNode> => {
  const home = given ?? mkdtempSync(join(tmpdir(), 'replay-'))
  // A group of its own: Ctrl+C in the terminal reaches the replay only, which stops the node when it has let go of it. setpriv has the
  // kernel stop the node when the replay is killed.
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', process.execPath, MAIN], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', PUBLIC_URL: '', TOWN_HOME: home, MAX_REQUESTS },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-KEPT)
  })
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(`it ended (${signal ?? `exit code ${code}`}): ${said.trim()}`))
  })
  const removeHome = () => {
    if (given === undefined) rmSync(home, { recursive: true, force: true })
  }
  const url = new Promise<string>((resolve) => {
    let line = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      line += text
      const found = /http:\S+/.exec(line)?.[0]
      if (found) resolve(found)
    })
  })
  const first = await Promise.race([url.then((at) => ({ at })), ended.then((reason) => ({ reason }))])
  if ('reason' in first) {
    removeHome()
    throw new ReplayError('NODE', `The node did not start: ${first.reason}`)
  }
  return {
    url: first.at,
    home,
    keepsHome: given !== undefined,
    ended,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
      removeHome()
    },
  }
}

const MAIN = fileURLToPath(new URL('../../node/src/main.ts', import.meta.url))
/** A minute: the node is there for the replay alone. */
const MAX_REQUESTS = '10000000'
const KEPT = 4000
