import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { z } from 'zod'
import { contractsFolder, root } from '../lib/paths.ts'
import type { SuiteResult } from './suite.ts'

/** EIP-170: bytes of code that a chain accepts. */
const MAX_CODE_BYTES = 24_576

/** What the contract tests ran against is what is generated for deployment, and a chain accepts it. */
export const runBytecode = async (): Promise<SuiteResult> => {
  const names = globSync('src/*.sol', { cwd: contractsFolder }).map((file) => basename(file, '.sol'))
  const deployed = names.flatMap((name) => {
    const file = `${root}packages/protocol/src/generated/bytecode/${name}.ts`
    return existsSync(file) ? [{ name, generated: /0x[0-9a-f]*/.exec(readFileSync(file, 'utf8'))?.[0] }] : []
  })
  const failures = deployed.flatMap(({ name, generated }) => {
    const { bytecode, deployedBytecode } = readArtifact(name)
    const bytes = deployedBytecode.object.length / 2 - 1
    if (bytecode.object !== generated) return [`${name}: the tests ran against other bytecode than is generated`]
    return bytes > MAX_CODE_BYTES ? [`${name}: ${bytes} bytes of code, ${MAX_CODE_BYTES} are allowed`] : []
  })
  return { passed: deployed.length - failures.length, failures }
}

const readArtifact = (name: string) =>
  artifact.parse(JSON.parse(readFileSync(`${contractsFolder}out/${name}.sol/${name}.json`, 'utf8')))

const code = z.object({ object: z.string() })

const artifact = z.object({ bytecode: code, deployedBytecode: code })
