// node scripts/build-web.ts: builds the web app (apps/web/dist) unless what was built is newer than everything it is made of.
import { readdirSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './lib/paths.ts'
import { run } from './lib/run.ts'

const WEB = join(root, 'apps/web')
const BUILT = join(WEB, 'dist/index.html')
const SOURCES = [
  ...['src', 'service-worker', 'build', 'public', 'index.html', 'package.json', 'tsconfig.json', 'vite.config.ts'].map(
    (name) => join(WEB, name),
  ),
  join(root, 'packages/protocol/src'),
  join(root, 'packages/sdk/src'),
  join(root, 'package-lock.json'),
]

/** Milliseconds; 0 for what is not there. A folder's own time tells of files that were removed. */
const changedAt = (path: string): number => {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) return 0
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))))
}

const builtAt = changedAt(BUILT)
if (builtAt === 0 || SOURCES.some((path) => changedAt(path) > builtAt)) {
  const start = new Date()
  const { exitCode, stdout, stderr } = await run(
    process.execPath,
    [join(root, 'node_modules/vite/bin/vite.js'), 'build'],
    // Not the environment of a test that asks for it: the next start serves what is built here.
    { cwd: WEB, env: { NODE_ENV: 'production' } },
  )
  if (exitCode === 0) {
    // What changed during the build may be missing in it.
    utimesSync(BUILT, start, start)
  } else {
    process.stderr.write(`${stdout}${stderr}\n`)
    process.exitCode = 1
  }
}
