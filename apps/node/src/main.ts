// Starts a node and prints one line with its URL once people can use it. SIGINT and SIGTERM stop it.
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { createSteadyClock } from './clock.ts'
import { readConfig } from './config.ts'

// Reading and compiling the sources is half of what a start computes. What is loaded after this line comes compiled the second time.
enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/compile', import.meta.url)))

const fail = (error: unknown): void => {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${message}\n`)
  process.exitCode = 1
}

/** A stop after a fault gets so long; then the process ends as it is. */
const FAULT_TIMEOUT = 20_000

let isRunning = false
let tellFault: (error: unknown) => void = () => undefined
const faulted = new Promise<unknown>((resolve) => {
  tellFault = resolve
})

// What went wrong while nobody waited for it leaves the node in an unknown state: it stops. What was accepted is in the journal of the chain.
const onFault = (error: unknown): void => {
  fail(error)
  // Nothing to finish yet; the children end with this process.
  if (!isRunning) process.exit(1)
  setTimeout(() => process.exit(1), FAULT_TIMEOUT).unref()
  tellFault(error)
}

const run = async (): Promise<void> => {
  const config = readConfig(process.env)
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
  })
  const { startNode } = await import('./start.ts')
  const { url, stop, failed } = await startNode({ config, clock: createSteadyClock() })
  isRunning = true
  process.stdout.write(`Distributed Town: ${url}\n`)
  const end = await Promise.race([stopped, failed, faulted.then(() => undefined)])
  if (end !== undefined) fail(new Error(end))
  await stop()
}

process.on('unhandledRejection', onFault)
process.on('uncaughtException', onFault)

run().catch(fail)
