import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { posix } from 'node:path'
import { z } from 'zod'
import { contractsFolder, forge } from '../lib/paths.ts'
import { run } from '../lib/run.ts'
import { type AstNode, astNode } from './ast.ts'

export type Artifact = { abi: readonly unknown[]; bytecode: `0x${string}` }

export type Compilation = {
  /** By name: every contract of src/ and the contracts of libraries that are deployed. */
  readonly artifacts: ReadonlyMap<string, Artifact & { source: string }>
  /** Syntax tree of every file under src/, by its path. */
  readonly trees: ReadonlyMap<string, AstNode>
}

/**
 * Compiles src/ with the settings of foundry.toml, always as one whole. The artifacts of forge won't do: which files it
 * compiles together depends on its cache, and with via_ir the bytecode may depend on that.
 * @param libraries Contracts of libraries to compile too, as import paths.
 * @param written Files of src/generated as they should be, which need not be on disk.
 */
export const compile = async ({
  libraries,
  written,
}: {
  libraries: readonly string[]
  written: ReadonlyMap<string, string>
}): Promise<Compilation> => {
  const config = await forgeConfig()
  const files = [...new Set([...globSync('src/**/*.sol', { cwd: contractsFolder }), ...written.keys()])].sort()
  const roots = [...files, ...libraries.map((path) => remap(path, config.remappings))]
  const input = {
    language: 'Solidity',
    sources: collectSources({ roots, written, remappings: config.remappings }),
    settings: {
      remappings: config.remappings,
      optimizer: { enabled: config.optimizer, runs: config.optimizer_runs },
      evmVersion: config.evm_version,
      viaIR: config.via_ir,
      metadata: { bytecodeHash: config.bytecode_hash, appendCBOR: config.cbor_metadata },
      outputSelection: Object.fromEntries(
        roots.map((file) => [
          file,
          { '': ['ast'], '*': ['abi', 'evm.bytecode.object', 'evm.bytecode.linkReferences'] },
        ]),
      ),
    },
  }
  const output = await solcWithCache(JSON.stringify(input))
  const artifacts = new Map(
    Object.entries(output.contracts).flatMap(([source, contracts]) =>
      Object.entries(contracts).map(([name, { abi, evm }]) => {
        if (Object.keys(evm.bytecode.linkReferences).length > 0) throw new Error(`${name} has to be linked`)
        return [name, { source, abi, bytecode: `0x${evm.bytecode.object}` as const }] as const
      }),
    ),
  )
  const trees = new Map(files.map((file) => [file, required(output.sources[file]?.ast, `syntax tree of ${file}`)]))
  return { artifacts, trees }
}

const forgeConfig = async () => {
  const { exitCode, stdout, stderr } = await run(forge, ['config', '--json'], { cwd: contractsFolder })
  if (exitCode !== 0) throw new Error(stderr)
  return foundryConfig.parse(JSON.parse(stdout))
}

const foundryConfig = z.object({
  remappings: z.array(z.string()),
  optimizer: z.boolean(),
  optimizer_runs: z.number(),
  evm_version: z.string(),
  via_ir: z.boolean(),
  bytecode_hash: z.string(),
  cbor_metadata: z.boolean(),
})

const collectSources = ({
  roots,
  written,
  remappings,
}: {
  roots: readonly string[]
  written: ReadonlyMap<string, string>
  remappings: readonly string[]
}) => {
  const sources: Record<string, { content: string }> = {}
  const queue = [...roots]
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (sources[file]) continue
    const content = written.get(file) ?? readFileSync(contractsFolder + file, 'utf8')
    sources[file] = { content }
    for (const [, path] of content.matchAll(/^import\s(?:[^"';]*\sfrom\s*)?["']([^"']+)["']/gm)) {
      if (!path) continue
      queue.push(path.startsWith('.') ? posix.join(posix.dirname(file), path) : remap(path, remappings))
    }
  }
  return Object.fromEntries(Object.entries(sources).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const remap = (path: string, remappings: readonly string[]) => {
  for (const remapping of remappings) {
    const [prefix, target] = remapping.split('=')
    if (prefix && target && path.startsWith(prefix)) return target + path.slice(prefix.length)
  }
  return path
}

/** The compiler needs most of a minute, and the same input gives the same output. */
const solcWithCache = async (input: string) => {
  const folder = `${contractsFolder}cache/gen/`
  const file = `${folder}${createHash('sha256').update(input).digest('hex')}.json`
  if (existsSync(file)) return solcOutput.parse(JSON.parse(readFileSync(file, 'utf8')))
  // Loaded only when needed: 8 MB of WebAssembly.
  const { default: solc } = await import('solc')
  const text = solc.compile(input)
  const output = solcOutput.parse(JSON.parse(text))
  const errors = output.errors.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'))
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, text)
  return output
}

const solcOutput = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).default([]),
  sources: z.record(z.string(), z.object({ ast: astNode.optional() })).default({}),
  contracts: z
    .record(
      z.string(),
      z.record(
        z.string(),
        z.object({
          abi: z.array(z.unknown()),
          evm: z.object({
            bytecode: z.object({ object: z.string(), linkReferences: z.record(z.string(), z.unknown()) }),
          }),
        }),
      ),
    )
    .default({}),
})

const required = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`the compiler gave no ${what}`)
  return value
}
