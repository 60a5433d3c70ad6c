import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Report, reportSchema } from '../../apps/replay/src/report/schema.ts'
import { startReplay } from '../../apps/replay/test/process.ts'
import type { Bench } from '../bench.ts'
import { makeUpTrades } from '../lib/made-up-trades.ts'

// `npm run replay` as people start it, from the start of its own node to the printed report: the first 20 towns of REPLAY_FILE, or made-up
// ones. The first town alone says how much of the time is start and end.

const TOWNS = 20

export const bench: Bench = {
  name: 'replay',
  run: async ({ say }) => {
    const folder = mkdtempSync(join(tmpdir(), 'replay-bench-'))
    try {
      const file = process.env.REPLAY_FILE || makeUpFile(folder)
      const one = await measure({ file, folder, towns: 1 })
      say(`1 town: ${one.report.run.actions} actions in ${one.seconds.toFixed(1)} s`)
      const all = await measure({ file, folder, towns: TOWNS })
      const { run, totals } = all.report
      say(`${TOWNS} towns: ${run.actions} actions in ${all.seconds.toFixed(1)} s`)
      return [
        {
          what: `${totals.residents} people and ${totals.wanted} trades in ${TOWNS} towns, start of the node and report included`,
          bar: '≥ 40 actions/s',
          value: `${(run.actions / all.seconds).toFixed(1)} actions/s (${run.actions} actions)`,
          baseline: `${(one.report.run.actions / one.seconds).toFixed(1)} actions/s (one town alone, ${one.seconds.toFixed(1)} s)`,
        },
        { what: 'the same, without start and report', value: `${run.actionsPerSecond.toFixed(1)} actions/s` },
        { what: 'the same: wait for one, p50 and p99', value: `${run.latency?.p50} and ${run.latency?.p99} ms` },
        { what: 'memory of the replay at its highest', value: `${all.megabytes} MB`, baseline: `${one.megabytes} MB` },
      ]
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

type Measured = { readonly report: Report; readonly seconds: number; readonly megabytes: number }

const measure = async ({
  file,
  folder,
  towns,
}: {
  readonly file: string
  readonly folder: string
  readonly towns: number
}): Promise<Measured> => {
  const reports = join(folder, `report-${towns}`)
  const args = [file, '--towns', String(towns), '--run', join(folder, `run-${towns}`), '--report', reports]
  const start = performance.now()
  const { child, ended } = startReplay(args)
  let kilobytes = 0
  const timer = setInterval(() => {
    kilobytes = Math.max(kilobytes, readPeak(child.pid))
  }, LOOK_EVERY_MS)
  const { stderr, exitCode } = await ended
  const seconds = (performance.now() - start) / 1000
  clearInterval(timer)
  if (exitCode !== 0) throw new Error(stderr)
  const report = reportSchema.parse(JSON.parse(readFileSync(join(reports, 'report.json'), 'utf8')))
  return { report, seconds, megabytes: Math.round(kilobytes / 1024) }
}

const LOOK_EVERY_MS = 500

/** Most memory that a process had at once, in kB; 0 when it has ended. */
const readPeak = (pid: number | undefined): number => {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return 0
    throw error
  }
}

const makeUpFile = (folder: string): string => {
  const file = join(folder, 'towns.ndjson')
  const lines = makeUpTrades(TOWNS).map((town) => `${JSON.stringify(town)}\n`)
  writeFileSync(file, lines.join(''))
  return file
}
