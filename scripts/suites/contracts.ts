import { z } from 'zod'
import { clearMeasuredGas } from '../gas/files.ts'
import { contractsFolder, forge } from '../lib/paths.ts'
import { run } from '../lib/run.ts'
import { brokenSuite, type SuiteResult } from './suite.ts'

const testProfile = { FOUNDRY_PROFILE: 'test' }

export const runContracts = async (): Promise<SuiteResult> => {
  clearMeasuredGas()
  // The tests deploy what the default profile builds (contracts/test/Built.sol).
  const build = await run(forge, ['build', 'src'], { cwd: contractsFolder })
  if (build.exitCode !== 0) return brokenSuite(`forge build\n${build.stdout}${build.stderr}`)
  const { exitCode, stdout, stderr } = await run(forge, ['test', '--json'], { cwd: contractsFolder, env: testProfile })
  const results = parseResults(stdout)
  if (!results) return brokenSuite(`forge test\n${stdout}${stderr}`)
  const passed = results.filter(({ status }) => status === 'Success').length
  // A skipped test is a failed one: nothing may be switched off unnoticed.
  const failed = results.filter(({ status }) => status !== 'Success')
  if (exitCode !== 0 && failed.length === 0) return { passed, failures: [`forge test\n${stderr}`] }
  const failures = failed.map(({ name, status, reason, logs }) =>
    [`${name}: ${status} ${reason ?? ''}`, ...logs.map((line) => `  ${line}`)].join('\n'),
  )
  return {
    passed,
    failures: failed.length > 0 ? [...failures.slice(0, -1), `${failures.at(-1)}\n${await traces()}`] : [],
  }
}

/** Forge keeps failing inputs, so that this repeats exactly what failed. */
const traces = async () => {
  const { stdout, stderr } = await run(forge, ['test', '--rerun', '-vvv'], {
    cwd: contractsFolder,
    env: testProfile,
  })
  return `${stdout}${stderr}`
}

const parseResults = (stdout: string) => {
  // Compiler messages come before the one line of JSON.
  const line = stdout.split('\n').findLast((text) => text.startsWith('{'))
  if (!line) return undefined
  return Object.entries(forgeResults.parse(JSON.parse(line))).flatMap(([contract, { test_results }]) =>
    Object.entries(test_results).map(([test, { status, reason, decoded_logs }]) => ({
      name: `${contract} ${test}`,
      status,
      reason,
      logs: decoded_logs,
    })),
  )
}

const forgeResults = z.record(
  z.string(),
  z.object({
    test_results: z.record(
      z.string(),
      z.object({
        status: z.enum(['Success', 'Failure', 'Skipped']),
        reason: z.string().nullish(),
        decoded_logs: z.array(z.string()).default([]),
      }),
    ),
  }),
)
