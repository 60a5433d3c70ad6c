// Starts a node and prints one line with its URL once people can use it. SIGINT and SIGTERM stop it.
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { createSteadyClock } from './clock.ts'
import { asksForHelp, type Config, describeConfig, readConfig } from './config.ts'
import { createPastLine } from './example/past-line.ts'
import { describeFault } from './observability/describe-fault.ts'

// Reading and compiling the sources is half of what a start computes. What is loaded after this line comes compiled the second time.
enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/compile', import.meta.url)))

const fail = (error: unknown): void => {
  process.stderr.write(`${describeFault(error)}\n`)
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
  const args = process.argv.slice(2)
  if (asksForHelp(args)) {
    process.stdout.write(describeConfig())
    return
  }
  const config = readConfig(process.env, args)
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
  })
  const { url, ready, certificate, stop, failed } = await start(config)
  isRunning = true
  const ended = Promise.race([stopped, failed, faulted.then(() => undefined)])
  // What failed is told by `failed`.
  const isReady = ready.then(
    () => true,
    () => false,
  )
  if (await Promise.race([isReady, ended.then(() => false)])) {
    process.stdout.write(`Distributed Town: ${url}\n`)
    if (certificate) process.stdout.write(await invite({ url, ...certificate }))
  }
  const end = await ended
  if (end !== undefined) fail(new Error(end))
  await stop()
}

const start = async (config: Config) => {
  const clock = createSteadyClock()
  if (config.reader) return (await import('./start-reader.ts')).startReader({ config, clock })
  return (await import('./start.ts')).startNode({
    config,
    clock,
    tellPast: createPastLine(process.stderr),
  })
}

const invite = async (to: { readonly url: string; readonly fingerprint: string }): Promise<string> =>
  (await import('./lan/invitation.ts')).describeInvitation(to)

process.on('unhandledRejection', onFault)
process.on('uncaughtException', onFault)

run().catch(fail)
