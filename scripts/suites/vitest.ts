import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { root } from '../lib/paths.ts'
import { run } from '../lib/run.ts'
import { brokenSuite, type SuiteResult } from './suite.ts'

/** Stories in a browser, which takes a core and more: a suite of their own. */
const STORIES = 'e2e/browser'

export const runTypescript = () => runVitest([`--exclude=${STORIES}/**`])

/** One after another: each builds the web app if need be. */
export const runBrowser = () => runVitest([STORIES, '--no-file-parallelism'])

const runVitest = async (which: readonly string[]): Promise<SuiteResult> => {
  const folder = mkdtempSync(join(tmpdir(), 'vitest-'))
  try {
    const file = join(folder, 'results.json')
    const { exitCode, stdout, stderr } = await run(process.execPath, [
      `${root}node_modules/vitest/vitest.mjs`,
      'run',
      ...which,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ])
    const output = `vitest\n${stdout}${stderr}`
    const results = readResults(file)
    if (!results) return brokenSuite(output)
    const tests = results.testResults.flatMap(({ assertionResults }) => assertionResults)
    const passed = tests.filter(({ status }) => status === 'passed').length
    // A skipped test is a failed one: nothing may be switched off unnoticed. A file that can't be loaded has no tests.
    const failed = [
      ...tests.filter(({ status }) => status !== 'passed').map(({ fullName, status }) => `${fullName}: ${status}`),
      ...results.testResults
        .filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
        .map(({ name }) => `${name}: not loaded`),
    ]
    if (failed.length > 0) return { passed, failures: [...failed.slice(0, -1), `${failed.at(-1)}\n${output}`] }
    return { passed, failures: exitCode === 0 ? [] : [output] }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const readResults = (file: string) => {
  try {
    return vitestResults.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    // vitest ended before it could write them; the caller shows its output.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

const vitestResults = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
})
