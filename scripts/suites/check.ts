import { CHECKS } from '../lib/checks.ts'
import type { SuiteResult } from './suite.ts'

export const runChecks = async (): Promise<SuiteResult> => {
  const failures: string[] = []
  for (const check of CHECKS) {
    const { exitCode, stdout, stderr } = await check.run()
    if (exitCode !== 0) failures.push(`${check.name}\n${stdout}${stderr}`)
  }
  return { passed: CHECKS.length - failures.length, failures }
}
