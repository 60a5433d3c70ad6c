// npm run bench [-- NAME…] [--save]: runs the suites one after another and prints one table. With --save it goes into bench/README.md.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import type { Bench } from './bench.ts'
import { formatTable, type Result, saveResults } from './table.ts'

const README = new URL('README.md', import.meta.url)
const SUITES = new URL('suites/', import.meta.url)

const { values, positionals } = parseArgs({ options: { save: { type: 'boolean' } }, allowPositionals: true })

const known = readdirSync(SUITES)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''))
  .toSorted()
const unknown = positionals.filter((name) => !known.includes(name))

const say = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

if (unknown.length > 0) {
  say(`there is no suite ${unknown.join(', ')}; there are ${known.join(', ')}`)
  process.exitCode = 2
} else {
  const results: Result[] = []
  for (const name of positionals.length > 0 ? positionals : known) {
    say(`${name} …`)
    const { bench }: { readonly bench: Bench } = await import(new URL(`${name}.ts`, SUITES).href)
    try {
      results.push({ name: bench.name, figures: await bench.run({ say: (line) => say(`  ${line}`) }) })
    } catch (error) {
      // The others are still worth measuring.
      say(`  ${error instanceof Error ? error.stack : error}`)
      process.exitCode = 1
    }
  }
  const table = formatTable(results)
  process.stdout.write(`${table}\n`)
  if (values.save && process.exitCode === undefined) {
    const day = new Date().toISOString().slice(0, 10)
    const remark = `${day}, ${cpus().length} × ${cpus()[0]?.model.trim()}`
    writeFileSync(README, saveResults(readFileSync(README, 'utf8'), results, { remark }))
  }
}
