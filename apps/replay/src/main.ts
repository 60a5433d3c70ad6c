// npm run replay -- FILE [--towns N] [--seed S] [--url URL] [--run FOLDER] [--report FOLDER]: rebuilds real communities on a node,
// through the SDK as people would. Started again after an interruption, it goes on.
import { basename, join } from 'node:path'
import { createTown, isTownError } from '@distributed-town/sdk'
import { ReplayError, unwrap } from './errors.ts'
import { parseOptions } from './options.ts'
import { startOwnNode } from './own-node.ts'
import { createPatientFetch } from './patient-fetch.ts'
import { planTown } from './plan-town.ts'
import { createProgress } from './progress.ts'
import { readTowns } from './read-towns.ts'
import { collectReport } from './report/collect.ts'
import type { Report } from './report/schema.ts'
import { formatReport } from './report/text.ts'
import { nameFolder, openFolder, writeReport } from './report/write.ts'
import { runReplay } from './run.ts'
import { defaultFolder, openRun, type Run } from './run-folder.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

const main = async (): Promise<void> => {
  const { file, towns, seed, url, run: named, report: chosen } = parseOptions(process.argv.slice(2))
  const plans = readTowns({ file, most: towns }).map((town) => planTown(town, { seed }))
  const reportFolder = openFolder(chosen ?? nameFolder({ file, towns: plans.length, seed }))
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort(signal))
  say(`${plans.length} towns of ${file}, seed ${seed}.`)

  const home = url === undefined ? process.env.TOWN_HOME || undefined : undefined
  const run = openRun({ folder: named ?? (home ? join(home, '.replay') : defaultFolder({ plans, url })), plans })
  say(describeRun(run, { done: plans.filter(({ town }) => run.isDone(town)).length, towns: plans.length }))
  const progress = createProgress(process.stderr)
  const replay = async (at: string): Promise<Report> => {
    const { signal } = stopping
    const result = await runReplay({ url: at, plans, run, signal, onProgress: progress.tell, say: progress.say })
    const town = createTown({ url: at, fetch: createPatientFetch({ signal, say: progress.say }) })
    return await collectReport(town, { source: { file: basename(file), seed }, result })
  }
  try {
    const report =
      url === undefined
        ? await onOwnNode(replay, { home: home ?? join(run.folder, 'node'), say: progress.say })
        : await replay(url)
    progress.end()
    process.stdout.write(`\n${formatReport(report)}`)
    if (report.totals.differing.length > 0) process.exitCode = 1
    writeReport(report, { folder: reportFolder })
    say(`\nReport: ${join(reportFolder, 'report.html')}, and report.json beside it.`)
  } catch (thrown) {
    const error = unwrap(thrown)
    progress.end()
    run.close()
    throw isResumable(error)
      ? new ReplayError(error.code, `${error.message}\n${HOW_TO_GO_ON}`, { cause: error })
      : error
  }
  if (named === undefined) run.remove()
  else run.close()
}

const describeRun = (
  { folder, isNew, begunAt }: Run,
  { done, towns }: { readonly done: number; readonly towns: number },
): string =>
  isNew
    ? `A new run, kept in ${folder}.`
    : `Goes on with the run of ${begunAt.toISOString()} in ${folder}: ${done} of ${towns} towns are done.`

const HOW_TO_GO_ON = 'The same command goes on where it stopped.'

const RESUMABLE: ReadonlySet<ReplayError['code']> = new Set(['NODE', 'REPORT', 'STOPPED'])

const isResumable = (error: unknown): error is ReplayError => error instanceof ReplayError && RESUMABLE.has(error.code)

const onOwnNode = async (
  replay: (url: string) => Promise<Report>,
  options: Parameters<typeof startOwnNode>[0],
): Promise<Report> => {
  const node = await startOwnNode(options)
  say(`Own node at ${node.url}, in ${options.home}.`)
  try {
    const gaveUp = node.gaveUp.then((error) => {
      throw error
    })
    return await Promise.race([replay(node.url), gaveUp])
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
