import { fileURLToPath } from 'node:url'
import { type Child, startChild } from '../child.ts'
import type { Node } from '../node.ts'
import { readExample } from './example-file.ts'
import type { Past } from './past.ts'

export type RunningExample = Pick<Child, 'stop'> & {
  /** Resolves with the reason when its process ended while nobody else is let in. */
  readonly failed: Promise<string>
}

/**
 * Has the example network live, by a process of its own that does what people do: the node stays quick, and nothing is possible that is not
 * possible to anybody. @returns undefined where there is nothing left to do.
 *
 * @param options.past That it tells first.
 */
export const runExample = async (
  { config: { home, ownToken = '' }, log }: Pick<Node, 'config' | 'log'>,
  {
    url,
    certificate,
    past,
  }: {
    readonly url: string
    readonly certificate?: string | undefined
    readonly past: Pick<Past, 'progress' | 'hear'>
  },
): Promise<RunningExample | undefined> => {
  if (readExample({ home })?.isFinished !== false) return undefined
  const child = await startChild({
    name: 'the example network',
    program: process.execPath,
    options: [MAIN, url, home],
    cwd: home,
    orphanSignal: 'KILL',
    env: { EXAMPLE_TOKEN: ownToken, ...(certificate !== undefined && { NODE_EXTRA_CA_CERTS: certificate }) },
    answer: past.hear,
    log,
  })
  let isStopping = false
  const failed = new Promise<string>((resolve) => {
    void child.ended.then((reason) => {
      if (isStopping || readExample({ home })?.isFinished) return
      log.error({ reason }, 'the example network is not finished; the next start goes on with it')
      if (past.progress()) resolve(`${reason}. The next start goes on with it; with --empty it is left as it is`)
    })
  })
  return {
    failed,
    stop: async (signal) => {
      isStopping = true
      await child.stop(signal)
    },
  }
}

const MAIN = fileURLToPath(new URL('../../../example/src/main.ts', import.meta.url))
