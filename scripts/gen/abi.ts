import { constant, HEADER } from './typescript.ts'

/** abi/<Contract>.ts */
export const generateAbi = (name: string, abi: readonly unknown[]): string =>
  `${HEADER}\n${constant(`${valueName(name)}Abi`, abi)}`

/** bytecode/<Contract>.ts: creation bytecode, to which the encoded arguments of the constructor are appended. */
export const generateBytecode = (name: string, bytecode: `0x${string}`): string =>
  `${HEADER}\nexport const ${valueName(name)}Bytecode = '${bytecode}'\n`

/** An index.ts that exports all of the given modules. */
export const generateIndex = (modules: readonly string[]): string =>
  `${HEADER}\n${modules.map((module) => `export * from './${module}.ts'\n`).join('')}`

/** SkillWallet → skillWallet, ERC2771Forwarder → erc2771Forwarder, IQ2T → iQ2T */
const valueName = (name: string) => {
  const acronym = /^(?:I(?=[A-Z])|[A-Z]+(?=[A-Z][a-z]|\d)|[A-Z])/.exec(name)?.[0] ?? ''
  return acronym.toLowerCase() + name.slice(acronym.length)
}
