import { expect } from 'vitest'
import { z } from 'zod'
import type { TestNode } from './node.ts'
import { get } from './requests.ts'

/** What a page of the API says, in its shape. */
export const read = async <Schema extends z.core.$ZodType>(
  node: Pick<TestNode, 'url'>,
  schema: Schema,
  path: string,
): Promise<z.output<Schema>> => {
  const { status, body } = await get(node, path)
  expect({ path, status }).toEqual({ path, status: 200 })
  return z.parse(schema, body)
}
