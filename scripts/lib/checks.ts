import { biome, contractsFolder, forge, root } from './paths.ts'
import { type RunResult, run } from './run.ts'

/** Format, lint and types of the whole repository. */
export const CHECKS: readonly { readonly name: string; readonly run: () => Promise<RunResult> }[] = [
  { name: 'biome check', run: () => run(biome, ['check', '--error-on-warnings']) },
  { name: 'forge fmt --check', run: () => run(forge, ['fmt', '--check'], { cwd: contractsFolder }) },
  { name: 'tsc -b', run: () => run(`${root}node_modules/.bin/tsc`, ['-b']) },
]
