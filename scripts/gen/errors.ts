import { constant, HEADER } from './typescript.ts'

type Input = { readonly name: string; readonly type: string }

/** errors.ts: the arguments of each custom error by its name, so that who only reads codes needs no ABI. */
export const generateErrors = (abis: readonly (readonly unknown[])[]): string => {
  const errors = new Map<string, readonly Input[]>()
  for (const { name, inputs } of abis.flat().filter(isError)) {
    const own = inputs.map((input) => ({ name: input.name, type: input.type }))
    const known = errors.get(name)
    if (known && JSON.stringify(known) !== JSON.stringify(own)) {
      throw new Error(`two errors are called ${name}, with different arguments`)
    }
    errors.set(name, own)
  }
  const sorted = [...errors].sort(([a], [b]) => (a < b ? -1 : 1))
  return `${HEADER}\n${constant('contractErrors', Object.fromEntries(sorted), 'Custom errors of the contracts: their arguments, in order.')}`
}

const isError = (item: unknown): item is { readonly name: string; readonly inputs: readonly Input[] } =>
  typeof item === 'object' && item !== null && 'type' in item && item.type === 'error'
