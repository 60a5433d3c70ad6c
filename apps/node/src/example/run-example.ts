import { fileURLToPath } from 'node:url'
import { type Child, startChild } from '../child.ts'
import type { Node } from '../node.ts'
import { readExample } from './example-file.ts'

/**
 * Has the example network live, by a process of its own that does what people do: the node stays quick, and nothing is possible that is not
 * possible to anybody. @returns undefined where there is nothing left to do.
 */
export const runExample = async (
  { config: { home, ownToken = '' }, log }: Pick<Node, 'config' | 'log'>,
  { url, certificate }: { readonly url: string; readonly certificate?: string | undefined },
): Promise<Pick<Child, 'stop'> | undefined> => {
  if (readExample({ home })?.isFinished !== false) return undefined
  const child = await startChild({
    name: 'the example network',
    program: process.execPath,
    options: [MAIN, url, home],
    cwd: home,
    orphanSignal: 'KILL',
    env: { EXAMPLE_TOKEN: ownToken, ...(certificate !== undefined && { NODE_EXTRA_CA_CERTS: certificate }) },
    log,
  })
  let isStopping = false
  void child.ended.then((reason) => {
    if (!isStopping && !readExample({ home })?.isFinished) {
      log.error({ reason }, 'the example network is not finished; the next start goes on with it')
    }
  })
  return {
    stop: async (signal) => {
      isStopping = true
      await child.stop(signal)
    },
  }
}

const MAIN = fileURLToPath(new URL('../../../example/src/main.ts', import.meta.url))
