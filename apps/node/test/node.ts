import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Child } from '../src/child.ts'
import { type Config, readConfig } from '../src/config.ts'
import { type RunningNode, startNode } from '../src/start.ts'

export type TestNode = Pick<RunningNode, 'url' | 'node' | 'certificate' | 'failed'> & {
  readonly children: { readonly anvil: Child; readonly postgres: Child }
  readonly home: string
  /** Moves the time of the node and of the blocks to come. */
  readonly advance: (seconds: number) => void
  /** Stops it; its folder goes too, unless it is kept for a second start. */
  readonly stop: (options?: { readonly keepHome?: boolean }) => Promise<void>
}

/** A whole node in this process, with PostgreSQL and a chain of its own, on a free port. */
export const startTestNode = async ({
  home = mkdtempSync(join(tmpdir(), 'town-')),
  ahead = 0,
  gas,
  env = {},
  args = [],
  webRoot,
}: {
  readonly home?: string
  /** Variables and flags of its configuration. */
  readonly env?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
  /** Seconds that its clock is ahead of the real one. */
  readonly ahead?: number
  readonly gas?: Config['gas']
  /** Folder of another web app than the built one. */
  readonly webRoot?: string
} = {}): Promise<TestNode> => {
  let offset = ahead * 1000
  const { url, ready, node, certificate, children, failed, stop } = await startNode({
    config: { ...readConfig({ TOWN_HOME: home, PORT: '0', LOG_LEVEL: 'error', EXAMPLE: 'off', ...env }, args), gas },
    clock: () => Date.now() + offset,
    webRoot,
  })
  const { anvil, postgres } = children
  await Promise.race([ready, failed.then((reason) => Promise.reject(new Error(reason)))])
  if (!anvil || !postgres) throw new Error('the node has no chain or no database of its own')
  return {
    url,
    home,
    node,
    certificate,
    children: { anvil, postgres },
    failed,
    advance: (seconds) => {
      offset += seconds * 1000
    },
    stop: async ({ keepHome = false } = {}) => {
      await stop()
      if (!keepHome) rmSync(home, { recursive: true, force: true })
    },
  }
}
