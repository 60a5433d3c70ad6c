import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { HomeInUseError, lockHome } from '../../node/src/home.ts'
import { findFreePort } from '../../node/src/port.ts'
import { ReplayError } from './errors.ts'
import type { Say } from './patient-fetch.ts'

export type OwnNode = {
  readonly url: string
  /** Resolves when the node can't go on: it ended too often, or did not start again. */
  readonly gaveUp: Promise<ReplayError>
  readonly stop: () => Promise<void>
}

/**
 * A node for one replay, as a process of its own on a free port. When it ends in the middle it is started again, at the same address.
 *
 * @throws ReplayError NODE with what the node said.
 */
export const startOwnNode = async ({ home, say }: { readonly home: string; readonly say: Say }): Promise<OwnNode> => {
  mkdirSync(home, { recursive: true })
  await waitForHome(home)
  const port = await findFreePort()
  let running = await startOne({ home, port })
  let isStopping = false

  const watch = async (): Promise<ReplayError> => {
    for (let starts = 1; ; starts++) {
      const reason = await running.ended
      if (isStopping) return await new Promise(() => undefined)
      if (starts === MOST_STARTS) return new ReplayError('NODE', `The node ended ${starts} times: ${reason}`)
      say(`The node ended (${reason}). It is started again.`)
      try {
        await waitForHome(home)
        running = await startOne({ home, port })
      } catch (error) {
        if (error instanceof ReplayError) return error
        throw error
      }
    }
  }

  return {
    url: running.url,
    gaveUp: watch(),
    stop: async () => {
      isStopping = true
      running.child.kill('SIGTERM')
      await running.ended
    },
  }
}

type RunningNode = {
  readonly child: ChildProcess
  readonly url: string
  /** Resolves with the reason. */
  readonly ended: Promise<string>
}

const startOne = async ({ home, port }: { readonly home: string; readonly port: number }): Promise<RunningNode> => {
  // A group of its own: Ctrl+C in the terminal reaches the replay only, which stops the node when it has let go of it. setpriv has the
  // kernel stop the node when the replay is killed.
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', process.execPath, MAIN], {
    env: {
      ...process.env,
      PORT: String(port),
      HOST: '127.0.0.1',
      PUBLIC_URL: '',
      TOWN_HOME: home,
      MAX_REQUESTS,
      EXAMPLE: 'off',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-KEPT)
  })
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve([signal ?? `exit code ${code}`, said.trim()].join(' ').trim()))
  })
  const url = new Promise<string>((resolve) => {
    let line = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (line.length < KEPT) line += text
      const found = /http:\S+/.exec(line)?.[0]
      if (found) resolve(found)
    })
  })
  const first = await Promise.race([url.then((at) => ({ at })), ended.then((reason) => ({ reason }))])
  if ('reason' in first) throw new ReplayError('NODE', `The node did not start: ${first.reason}`)
  return { child, url: first.at, ended }
}

/** The node of a replay that was killed stops by itself, which takes a moment. */
const waitForHome = async (home: string): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return lockHome(home).release()
    } catch (error) {
      if (!(error instanceof HomeInUseError)) throw error
      if (attempt === MOST_WAITS) throw new ReplayError('NODE', error.message, { cause: error })
      await sleep(WAIT_MS)
    }
  }
}

const MOST_WAITS = 150
const WAIT_MS = 200
/** A node that ends so often has something that doesn't pass. */
const MOST_STARTS = 10

const MAIN = fileURLToPath(new URL('../../node/src/main.ts', import.meta.url))
/** A minute: the node is there for the replay alone. */
const MAX_REQUESTS = '10000000'
const KEPT = 4000
