// npm run format: formats everything and applies the safe fixes of the linter.
import { biome, contractsFolder, forge } from './lib/paths.ts'
import { run } from './lib/run.ts'

const results = [
  await run(biome, ['check', '--write', '--error-on-warnings']),
  await run(forge, ['fmt'], { cwd: contractsFolder }),
]
for (const { exitCode, stdout, stderr } of results) {
  if (exitCode === 0) continue
  process.stdout.write(stdout + stderr)
  process.exitCode = 1
}
