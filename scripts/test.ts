// npm test: all suites. The last line is `N passed, N failed`.
import { runBytecode } from './suites/bytecode.ts'
import { runChecks } from './suites/check.ts'
import { runContracts } from './suites/contracts.ts'
import { runGas } from './suites/gas.ts'
import { runGenerated } from './suites/generated.ts'
import type { Suite } from './suites/suite.ts'
import { runVectors } from './suites/vectors.ts'
import { runBrowser, runTypescript } from './suites/vitest.ts'

/** Stages one after another; in each its lines side by side, which keeps two cores busy. */
const STAGES: readonly (readonly (readonly Suite[])[])[] = [
  [
    [
      { name: 'format, lint, types', run: runChecks },
      { name: 'vectors', run: runVectors },
      { name: 'generated files', run: runGenerated },
    ],
  ],
  [
    [{ name: 'typescript', run: runTypescript }],
    [
      { name: 'contracts', run: runContracts },
      // After the contracts, which are built and measured there.
      { name: 'bytecode', run: runBytecode },
      { name: 'gas', run: runGas },
      { name: 'browser', run: runBrowser },
    ],
  ],
]

let allPassed = 0
let allFailed = 0
const runLine = async (suites: readonly Suite[]): Promise<void> => {
  for (const { name, run } of suites) {
    const start = Date.now()
    const { passed, failures } = await run()
    // A suite that finds no tests is broken, not fine.
    const failed = passed + failures.length === 0 ? ['no tests were found'] : failures
    for (const failure of failed) process.stdout.write(`FAILED ${name}: ${failure}\n\n`)
    const seconds = Math.round((Date.now() - start) / 1000)
    process.stdout.write(`${name}: ${passed} passed, ${failed.length} failed (${seconds} s)\n`)
    allPassed += passed
    allFailed += failed.length
  }
}
for (const lines of STAGES) await Promise.all(lines.map(runLine))
process.stdout.write(`${allPassed} passed, ${allFailed} failed\n`)
process.exitCode = allFailed > 0 ? 1 : 0
