import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A server in a process of its own (bench/servers), so that the load does not share its thread. */
export type ServerProcess = {
  readonly pid: number
  /** Asks the process for something that it serves by `serve`. */
  readonly ask: <Answer>(question: string) => Promise<Answer>
  readonly stop: () => Promise<void>
}

type Message = { readonly question: string; readonly answer?: unknown; readonly error?: string }

/** @param options.cpu The one core that it may use; left out: any. */
export const startServer = async (name: string, { cpu }: { cpu?: number } = {}): Promise<ServerProcess> => {
  const child = fork(fileURLToPath(new URL(`../servers/${name}.ts`, import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    ...(cpu !== undefined && { execPath: 'taskset', execArgv: ['-c', String(cpu), process.execPath] }),
  })
  const ended = once(child, 'exit')
  const ask = <Answer>(question: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const listen = (message: Message) => {
        if (message.question !== question) return
        child.off('message', listen)
        if (message.error === undefined) resolve(message.answer as Answer)
        else reject(new Error(message.error))
      }
      child.on('message', listen)
      child.once('exit', () => reject(new Error(`the server ${name} has ended`)))
      child.send(question)
    })
  return {
    pid: child.pid ?? 0,
    ask,
    stop: async () => {
      if (child.connected) {
        await ask('stop')
        child.disconnect()
      }
      await ended
    },
  }
}

/** The other side: answers questions one after another. 'stop' is one of them, after which the process ends. */
export const serve = (answers: Readonly<Record<string, () => Promise<unknown>>>): void => {
  let last: Promise<void> = Promise.resolve()
  process.on('message', (question: string) => {
    last = last.then(async () => {
      const message = await (answers[question] ?? unknown)().then(
        (answer) => ({ question, answer }),
        (error: Error) => ({ question, error: error.stack ?? error.message }),
      )
      process.send?.(message)
    })
  })
}

const unknown = async (): Promise<never> => {
  throw new Error('nobody serves this')
}
