// npm run replay -- FILE [--towns N] [--seed S] [--url URL]: rebuilds real communities on a node, through the SDK as people would.
import { isTownError } from '@distributed-town/sdk'
import { ReplayError } from './errors.ts'
import { parseOptions } from './options.ts'
import { startOwnNode } from './own-node.ts'
import { planTown } from './plan-town.ts'
import { createProgress } from './progress.ts'
import { readTowns } from './read-towns.ts'
import { formatReport, townsThatDiffer } from './report.ts'
import { runReplay } from './run.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

const main = async (): Promise<void> => {
  const { file, towns, seed, url } = parseOptions(process.argv.slice(2))
  const plans = readTowns({ file, most: towns }).map((town) => planTown(town, { seed }))
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort(signal))
  say(`${plans.length} towns of ${file}, seed ${seed}.`)

  const progress = createProgress(process.stderr)
  const run = async (at: string) => {
    try {
      return await runReplay({ url: at, plans, signal: stopping.signal, onProgress: progress.tell })
    } finally {
      progress.end()
    }
  }
  const result = url === undefined ? await onOwnNode(run) : await run(url)
  process.stdout.write(`\n${formatReport(result)}`)
  if (townsThatDiffer(result).length > 0) process.exitCode = 1
}

const onOwnNode = async <Result>(run: (url: string) => Promise<Result>): Promise<Result> => {
  const node = await startOwnNode({ home: process.env.TOWN_HOME || undefined })
  say(`Own node at ${node.url}, in ${node.home}, which ${node.keepsHome ? 'stays' : 'goes with it'}.`)
  try {
    const ended = node.ended.then((reason) => {
      throw new ReplayError('NODE', `The node stopped in the middle: ${reason}`)
    })
    return await Promise.race([run(node.url), ended])
  } finally {
    await node.stop()
  }
}

main().catch((error: unknown) => {
  const isExpected = error instanceof ReplayError || isTownError(error)
  const text = isExpected ? error.message : error instanceof Error ? error.stack : String(error)
  // Towns that still wait for something would keep the process for half a minute.
  process.stderr.write(`${isTownError(error) ? `${error.code}: ` : ''}${text}\n`, () => process.exit(1))
})
