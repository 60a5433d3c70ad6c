import { z } from 'zod'

/** A node of solc's syntax tree: what all kinds have, the rest unparsed. */
export type AstNode = { readonly nodeType: string; readonly [field: string]: unknown }

export const astNode: z.ZodType<AstNode> = z.looseObject({ nodeType: z.string() })

/** The nodes of a list field, such as `nodes` or `members`. */
export const children = (node: AstNode, field: string): readonly AstNode[] => z.array(astNode).parse(node[field])

/** The node in a field. */
export const child = (node: AstNode, field: string): AstNode => astNode.parse(node[field])

/** The text in a field. */
export const text = (node: AstNode, field: string): string => z.string().parse(node[field])

/** NatSpec of a declaration as plain lines without its tags; undefined when there is none. */
export const documentation = (node: AstNode): string | undefined => {
  if (node.documentation === null || node.documentation === undefined) return undefined
  const lines = text(child(node, 'documentation'), 'text')
    .split('\n')
    .map((line) =>
      line
        .replace(/^\s*@(notice|dev|title)\s/, '')
        .replace(/^ (?! )/, '')
        .trimEnd(),
    )
  return lines.join('\n').trim()
}
