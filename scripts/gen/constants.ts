import { type AstNode, child, children, documentation, text } from './ast.ts'
import { evaluate } from './evaluate.ts'
import { docstring, HEADER, literal } from './typescript.ts'

/**
 * constants.ts: every integer constant of the file, at file level or in a library. A number, or a bigint where a number
 * would not be exact.
 */
export const generateConstants = (tree: AstNode): string => {
  const topLevel = children(tree, 'nodes')
  const declarations = [
    ...topLevel,
    ...topLevel
      .filter(({ nodeType }) => nodeType === 'ContractDefinition')
      .flatMap((library) => children(library, 'nodes')),
  ].filter((node) => node.nodeType === 'VariableDeclaration' && node.constant === true)
  const expressions = new Map(declarations.map((node) => [text(node, 'name'), child(node, 'value')]))
  const constants = declarations.flatMap((node) => {
    const value = evaluate(child(node, 'value'), (name) => expressions.get(name))
    if (value === undefined) return []
    const exact = Number.isSafeInteger(Number(value)) ? Number(value) : value
    return [`\n${docstring(documentation(node))}export const ${text(node, 'name')} = ${literal(exact)}\n`]
  })
  return HEADER + constants.join('')
}
