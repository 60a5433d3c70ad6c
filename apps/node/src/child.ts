import { type ChildProcess, spawn } from 'node:child_process'
import type { Logger } from 'pino'

/** A server that this node started and that ends with it. */
export type Child = {
  readonly pid: number
  /** Resolves with a description when it has ended. */
  readonly ended: Promise<string>
  /** Signals it and waits for its end; kills it if it takes longer than 20 seconds. */
  readonly stop: (signal: NodeJS.Signals) => Promise<void>
}

export type ChildOptions = {
  readonly name: string
  readonly program: string
  readonly options: readonly string[]
  readonly cwd: string
  /** Signal that it gets when this process ends without having stopped it. */
  readonly orphanSignal: 'QUIT' | 'KILL'
  /** Options of setpriv(1) for running as somebody else. */
  readonly as?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Hears what it sends (`process.send`); what this returns is sent back. */
  readonly answer?: ((message: unknown) => { readonly [key: string]: unknown }) | undefined
  readonly log: Logger
}

const STOP_TIMEOUT = 20_000
const OUTPUT_KEPT = 4000

export const startChild = async ({
  name,
  program,
  options,
  cwd,
  orphanSignal,
  as = [],
  env = {},
  answer,
  log,
}: ChildOptions) => {
  // setpriv of util-linux asks the kernel to signal the child when we are gone, even by kill -9; then it becomes the program.
  const child = spawn('setpriv', [...as, '--pdeathsig', orphanSignal, program, ...options], {
    cwd,
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(answer ? (['ipc'] as const) : [])],
    // A group of its own: Ctrl+C in the terminal reaches us only, and we stop things in their order.
    detached: true,
  })
  if (answer) {
    child.on('message', (message) => {
      // It may have ended since.
      if (child.connected) child.send(answer(message), () => undefined)
    })
  }
  const output = collectOutput({ child, name, log })
  const ended = new Promise<string>((resolve) => {
    child.once('close', (code, signal) => {
      resolve(`${name} ended (${signal ?? `exit code ${code}`})${output() && `: ${output()}`}`)
    })
  })
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (error) => reject(new ChildError(`${name} can't be started by setpriv: ${error.message}`)))
  })
  const stop = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    const timer = setTimeout(() => {
      log.error({ child: name }, 'killed, as it did not stop')
      child.kill('SIGKILL')
    }, STOP_TIMEOUT)
    await ended
    clearTimeout(timer)
  }
  const { pid } = child
  if (pid === undefined) throw new ChildError(`${name} has no process id`)
  return { pid, ended, stop } satisfies Child
}

const collectOutput = ({ child, name, log }: { child: ChildProcess; name: string; log: Logger }): (() => string) => {
  let kept = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      kept = (kept + text).slice(-OUTPUT_KEPT)
      log.debug({ child: name }, text.trimEnd())
    })
  }
  return () => kept.trim()
}

export class ChildError extends Error {
  override readonly name = 'ChildError'
}
