import type { CompiledQuery } from 'kysely'
import type { Node } from '../node.ts'

/**
 * A hot read: compiled once, planned once a connection, run by name. Kysely compiling a query anew takes longer than PostgreSQL needs to
 * answer it.
 *
 * @param build Makes the query of its arguments, each used as a value only.
 */
export const prepare = <Args extends Readonly<Record<string, unknown>>, Row>(
  name: string,
  build: (args: Args) => { readonly compile: () => CompiledQuery<Row> },
): ((node: Pick<Node, 'pool'>, args: Args) => Promise<readonly Row[]>) => {
  const stubs = new Map<unknown, string>()
  const args = new Proxy({} as Args, {
    get: (_, field) => {
      const stub = { field }
      stubs.set(stub, String(field))
      return stub
    },
  })
  const { sql: text, parameters } = build(args).compile()
  // Whatever is no argument is a constant of the query.
  const fields = parameters.map((value) => ({ value, field: stubs.get(value) }))
  return async ({ pool }, given) => {
    const values = fields.map(({ value, field }) => (field === undefined ? value : given[field]))
    return (await pool.query({ name, text, values })).rows
  }
}
