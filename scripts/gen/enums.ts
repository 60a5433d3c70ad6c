import { type AstNode, children, documentation, text } from './ast.ts'
import { constant, HEADER } from './typescript.ts'

/** enums.ts: the members of each enum of the given files, in the order of their numbers. */
export const generateEnums = (trees: readonly AstNode[]): string => {
  const enums = trees
    .flatMap((tree) => children(tree, 'nodes'))
    .filter(({ nodeType }) => nodeType === 'EnumDefinition')
    .map((definition) => {
      const name = text(definition, 'name')
      const members = children(definition, 'members').map((member) => text(member, 'name'))
      return `\n${constant(name, members, documentation(definition))}export type ${name} = (typeof ${name})[number]\n`
    })
  return HEADER + enums.join('')
}
