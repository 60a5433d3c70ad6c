// Starts a node and prints one line with its URL once people can use it. SIGINT and SIGTERM stop it.
import { readConfig } from './config.ts'
import { startNode } from './start.ts'

const fail = (error: unknown): void => {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${message}\n`)
  process.exitCode = 1
}

const run = async (): Promise<void> => {
  const config = readConfig(process.env)
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
  })
  const { url, stop, failed } = await startNode({ config })
  process.stdout.write(`Distributed Town: ${url}\n`)
  const failure = await Promise.race([stopped, failed])
  if (failure !== undefined) fail(new Error(failure))
  await stop()
}

// What went wrong while nobody waited for it would leave the node in an unknown state. What was accepted is in the journal of the chain.
process.on('unhandledRejection', (error) => {
  fail(error)
  process.exit(1)
})

run().catch(fail)
