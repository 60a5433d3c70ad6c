import type { FastifyInstance } from 'fastify'
import type { Node } from '../node.ts'

/**
 * Removes each hour what nobody uses any more. Only the node that writes does it; a stop waits for a sweep that is under way.
 *
 * @param options.failure What the log says when a sweep fails. The next one tries again.
 */
export const sweepHourly = (
  app: FastifyInstance,
  { node, sweep, failure }: { readonly node: Node; readonly sweep: () => Promise<unknown>; readonly failure: string },
): void => {
  if (node.config.reader) return
  let running: Promise<unknown> | undefined
  const timer = setInterval(() => {
    running = sweep().catch((error: unknown) => node.log.error({ err: error }, failure))
  }, HOUR_MS)
  timer.unref()
  app.addHook('onClose', async () => {
    clearInterval(timer)
    await running
  })
}

const HOUR_MS = 3_600_000
