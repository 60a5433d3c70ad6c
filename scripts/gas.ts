// npm run gas: measures the actions and accepts the figures, which are committed and reviewed like code.
import { compareGas, formatGasDifference } from './gas/compare.ts'
import { clearMeasuredGas, readCommittedGas, readMeasuredGas, writeCommittedGas } from './gas/files.ts'
import { contractsFolder, forge } from './lib/paths.ts'
import { run } from './lib/run.ts'

clearMeasuredGas()
const { exitCode, stdout, stderr } = await run(forge, ['test', '--match-contract', 'Gas'], { cwd: contractsFolder })
const measured = readMeasuredGas()
if (exitCode !== 0 || Object.keys(measured).length === 0) {
  process.stderr.write(`${stdout}${stderr}No figures were accepted.\n`)
  process.exitCode = 1
} else {
  for (const difference of compareGas(readCommittedGas(), measured)) {
    process.stdout.write(`${formatGasDifference(difference)}\n`)
  }
  writeCommittedGas(measured)
  process.stdout.write(`${Object.keys(measured).length} actions accepted in contracts/snapshots/actions.json\n`)
}
