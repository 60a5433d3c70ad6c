// npm run gen: writes everything that is derived from the contracts and from specs/skills.json.
// With --check it writes nothing and fails when a file is stale.
import { staleFiles, writeFiles } from './gen/files.ts'
import { generate } from './gen/generate.ts'

const generated = await generate()
if (process.argv.includes('--check')) {
  const stale = staleFiles(generated)
  for (const path of stale) process.stdout.write(`stale: ${path}\n`)
  if (stale.length > 0) process.stdout.write('Run: npm run gen\n')
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  for (const path of writeFiles(generated)) process.stdout.write(`${path}\n`)
}
