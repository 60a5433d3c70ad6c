import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { findFreePort } from '../../node/src/port.ts'
import { listChildren, waitFor } from '../../node/test/process.ts'
import { startReplay, untilEntries } from './process.ts'
import { THREE_TOWNS } from './three-towns.ts'

vi.setConfig({ testTimeout: 240_000 })

const folder = mkdtempSync(join(tmpdir(), 'replay-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('error: a sentence and exit code 1', async () => {
  const malformed = join(folder, 'malformed.ndjson')
  writeFileSync(malformed, '{"town":\n')
  const answers = await Promise.all(
    [['/nowhere/towns.ndjson'], [malformed], [THREE_TOWNS, '--run', tmpdir()]].map(
      (args) => startReplay([...args, '--report', folder]).ended,
    ),
  )
  expect(answers.map(({ exitCode }) => exitCode)).toEqual([1, 1, 1])
  expect(answers.map(({ stderr }) => stderr)).toEqual([
    "/nowhere/towns.ndjson can't be read: there is no such file.\n",
    `${malformed}, line 1: it is not JSON.\n`,
    `${tmpdir()} has other things in it: name another folder by --run.\n`,
  ])
})

test('error: nobody comes, and it is told how to go on', async () => {
  const url = `http://127.0.0.1:${await findFreePort()}`
  const { child, ended } = startReplay([THREE_TOWNS, '--url', url, '--run', join(folder, 'away'), '--report', folder])
  await waitFor(() => existsSync(join(folder, 'away', 'run.json')), 60_000)
  child.kill('SIGINT')
  const { stderr, exitCode } = await ended
  expect(stderr).toContain('The same command goes on where it stopped.\n')
  expect(exitCode).toBe(1)
})

test('a node of its own that is killed is started again, and both of them go on after they were killed', async () => {
  const report = join(folder, 'report')
  const args = [THREE_TOWNS, '--seed', '5', '--report', report]
  const options = { env: { TOWN_HOME: join(folder, 'home') } }
  const kept = join(folder, 'home', '.replay')
  const first = startReplay(args, options)
  await untilEntries(8, { folder: kept, child: first.child })
  killNodeOf(first.child.pid)
  await untilEntries(30, { folder: kept, child: first.child })
  killNodeOf(first.child.pid)
  first.child.kill('SIGKILL')
  expect((await first.ended).stderr).toMatch(/^The node ended \(SIGKILL\)\. It is started again\.$/m)
  const { stdout, exitCode } = await startReplay(args, options).ended
  expect(stdout).toContain('Goes on with the run of ')
  expect(stdout).toMatch(/^done +8, of them 0 smaller than wanted$/m)
  expect(stdout).toMatch(/^Ratings +8, of them 8 count$/m)
  expect(stdout).toMatch(/^Actions +50 in /m)
  expect(stdout).toContain('read from the chain: 3 of 3 towns\n')
  expect(stdout).toContain(`\nReport: ${join(report, 'report.html')}`)
  expect(readdirSync(report).sort()).toEqual(['report.html', 'report.json', 'report.schema.json'])
  expect(exitCode).toBe(0)
  expect(readdirSync(join(folder, 'home'))).not.toContain('.replay')
})

/** As after a crash of the node. */
const killNodeOf = (pid: number | undefined): void => {
  const node = listChildren(pid ?? 0).find(({ name }) => name !== 'flock')
  if (node) process.kill(node.pid, 'SIGKILL')
}
