import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { root } from '../lib/paths.ts'
import { generateAbi, generateBytecode, generateIndex } from './abi.ts'
import { children, text } from './ast.ts'
import { type Compilation, compile } from './compile.ts'
import { generateConstants } from './constants.ts'
import { generateEnums } from './enums.ts'
import { generateErrors } from './errors.ts'
import { generateSkills, generateSkillValues, parseCatalogue } from './skills.ts'

/** Contracts of libraries that a town deploys. */
const LIBRARIES = ['@openzeppelin/contracts/metatx/ERC2771Forwarder.sol']

/** Interfaces that others implement, so that only their ABI is generated. */
const INTERFACES = ['src/interfaces/IGigValidator.sol', 'src/interfaces/IQ2T.sol']

const PROTOCOL = 'packages/protocol/src/generated'
const SOLIDITY = 'contracts/src/generated'

/** Folders that hold generated files and nothing else. */
export const GENERATED_FOLDERS = [PROTOCOL, SOLIDITY] as const

/** All generated files: content by path in the repository. */
export const generate = async (): Promise<ReadonlyMap<string, string>> => {
  const catalogue = parseCatalogue(readFileSync(`${root}specs/skills.json`, 'utf8'))
  const skillValues = generateSkillValues(catalogue)
  const compilation = await compile({
    libraries: LIBRARIES,
    written: new Map([['src/generated/SkillValues.sol', skillValues]]),
  })
  const { deployed, interfaces } = contractNames(compilation)
  const artifact = (name: string) => {
    const found = compilation.artifacts.get(name)
    if (!found) throw new Error(`there is no contract ${name}`)
    return found
  }
  const treesOf = (pattern: RegExp) =>
    [...compilation.trees].filter(([file]) => pattern.test(file)).map(([, tree]) => tree)
  const [constantsTree] = treesOf(/^src\/libraries\/Constants\.sol$/)
  if (!constantsTree) throw new Error('there is no src/libraries/Constants.sol')

  const abis = [...deployed, ...interfaces].sort()
  const modules = [...abis.map((name) => `abi/${name}`), 'constants', 'enums', 'errors', 'skills']
  return new Map([
    [`${SOLIDITY}/SkillValues.sol`, skillValues],
    ...abis.map((name) => [`${PROTOCOL}/abi/${name}.ts`, generateAbi(name, artifact(name).abi)] as const),
    ...deployed.map(
      (name) => [`${PROTOCOL}/bytecode/${name}.ts`, generateBytecode(name, artifact(name).bytecode)] as const,
    ),
    [`${PROTOCOL}/bytecode/index.ts`, generateIndex(deployed)],
    [`${PROTOCOL}/constants.ts`, generateConstants(constantsTree)],
    [`${PROTOCOL}/enums.ts`, generateEnums(treesOf(/^src\/types\//))],
    [`${PROTOCOL}/errors.ts`, generateErrors(deployed.map((name) => artifact(name).abi))],
    [`${PROTOCOL}/index.ts`, generateIndex(modules)],
    [`${PROTOCOL}/skills.ts`, generateSkills(catalogue)],
  ])
}

/** The contracts directly in src/ that are not abstract, those of libraries, and the interfaces for others. */
const contractNames = ({ trees }: Compilation) => {
  const definitions = [...trees].flatMap(([file, tree]) =>
    children(tree, 'nodes')
      .filter(({ nodeType }) => nodeType === 'ContractDefinition')
      .map((node) => ({
        file,
        name: text(node, 'name'),
        kind: text(node, 'contractKind'),
        abstract: node.abstract === true,
      })),
  )
  const own = definitions.filter(
    ({ file, kind, abstract }) => posix.dirname(file) === 'src' && kind === 'contract' && !abstract,
  )
  const libraries = LIBRARIES.map((path) => posix.basename(path, '.sol'))
  const interfaces = definitions.filter(({ file, kind }) => INTERFACES.includes(file) && kind === 'interface')
  return {
    deployed: [...own.map(({ name }) => name), ...libraries].sort(),
    interfaces: interfaces.map(({ name }) => name),
  }
}
