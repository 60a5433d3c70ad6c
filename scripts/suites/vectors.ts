import { run } from '../lib/run.ts'
import { brokenSuite, type SuiteResult } from './suite.ts'

/** The golden vectors must be what the reference implementation writes. */
export const runVectors = async (): Promise<SuiteResult> => {
  const { exitCode, stdout, stderr } = await run('python3', ['vectors/reference', '--check'])
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/m.exec(stdout) ?? []
  const output = `python3 vectors/reference --check\n${stdout}${stderr}`
  if (passed === undefined || failed === undefined) return brokenSuite(output)
  if (exitCode !== 0 && failed === '0') return { passed: Number(passed), failures: [output] }
  const failures = Array.from({ length: Number(failed) }, (_, i) =>
    i === 0 ? output : 'another stale vector, see above',
  )
  return { passed: Number(passed), failures }
}
