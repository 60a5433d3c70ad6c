// npm run check: format, lint and types.
import { CHECKS } from './lib/checks.ts'

for (const check of CHECKS) {
  const { exitCode, stdout, stderr } = await check.run()
  if (exitCode === 0) continue
  process.stdout.write(`${check.name}\n${stdout}${stderr}\n`)
  process.exitCode = 1
}
