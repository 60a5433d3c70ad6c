import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { root } from '../lib/paths.ts'
import { GENERATED_FOLDERS } from './generate.ts'

/** Paths that are not as generated: changed, missing, or left over from an earlier generation. */
export const staleFiles = (generated: ReadonlyMap<string, string>): readonly string[] => {
  const wrong = [...generated].filter(([path, content]) => readIfExists(path) !== content).map(([path]) => path)
  return [...wrong, ...leftOverFiles(generated)].sort()
}

/** Writes what changed, deletes what is left over, and returns the paths of both. */
export const writeFiles = (generated: ReadonlyMap<string, string>): readonly string[] => {
  const stale = staleFiles(generated)
  for (const path of stale) {
    const content = generated.get(path)
    if (content === undefined) {
      rmSync(root + path)
    } else {
      mkdirSync(dirname(root + path), { recursive: true })
      writeFileSync(root + path, content)
    }
  }
  return stale
}

const leftOverFiles = (generated: ReadonlyMap<string, string>) =>
  GENERATED_FOLDERS.flatMap((folder) => globSync(`${folder}/**/*.{ts,sol}`, { cwd: root })).filter(
    (path) => !generated.has(path),
  )

const readIfExists = (path: string) => (existsSync(root + path) ? readFileSync(root + path, 'utf8') : undefined)
