import fc from 'fast-check'
import { z } from 'zod'

// Values that a JSON schema of the API's description allows.

const schemaSchema = z.looseObject({
  type: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  pattern: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
})

export const fromSchema = (given: unknown): fc.Arbitrary<unknown> => {
  const schema = schemaSchema.parse(given)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map(fromSchema))
  switch (schema.type) {
    case 'string':
      return stringOf(schema)
    case 'integer':
      return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 2 ** 31, Number.MAX_SAFE_INTEGER) })
    case 'object': {
      const fields: Record<string, fc.Arbitrary<unknown>> = {}
      for (const [name, field] of Object.entries(schema.properties ?? {})) fields[name] = fromSchema(field)
      return fc.record(fields, { requiredKeys: schema.required ?? [] })
    }
    default:
      throw new Error(`no values for ${JSON.stringify(given)}`)
  }
}

const stringOf = ({ pattern, allOf, minLength = 0, maxLength = 200 }: z.infer<typeof schemaSchema>) => {
  const patterns = [pattern, ...(allOf ?? []).map((part) => schemaSchema.parse(part).pattern)].filter(
    (text) => text !== undefined,
  )
  const [first, ...others] = patterns
  const strings =
    first === undefined
      ? fc.string({ minLength, maxLength: Math.min(maxLength, 200) })
      : fc.stringMatching(new RegExp(first))
  return strings.filter(
    (text) =>
      text.length >= minLength && text.length <= maxLength && others.every((other) => new RegExp(other).test(text)),
  )
}
