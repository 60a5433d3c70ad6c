import { errorBodySchema } from '@distributed-town/protocol'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

// What a route takes and answers, told once where the route is; the description that others read is made of it.

export type Operation = {
  readonly summary: string
  readonly params?: z.core.$ZodObject
  readonly query?: z.core.$ZodObject
  readonly body?: z.core.$ZodType
  /** Left out: what it answers is no JSON. */
  readonly answer?: z.core.$ZodType
  /** Which of the two is bytes. */
  readonly octets?: 'body' | 'answer'
  /** Whether a member signs the request (spec §14.10). */
  readonly signed?: boolean
}

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: Operation
  }
}

type Described = Operation & { readonly method: string; readonly path: string }

/** The options of a route that is described. */
export const describe = (operation: Operation) => ({ config: { operation } })

/** Operations of the routes that are added from now on. */
export const collectOperations = (app: FastifyInstance): readonly Described[] => {
  const operations: Described[] = []
  app.addHook('onRoute', ({ url, method, config }) => {
    const operation = config?.operation
    for (const each of [method].flat()) {
      if (operation && each !== 'HEAD') operations.push({ ...operation, method: each.toLowerCase(), path: url })
    }
  })
  return operations
}

/** OpenAPI 3.1. */
export const toOpenApi = (operations: readonly Described[], { version }: { readonly version: string }) => ({
  openapi: '3.1.0',
  info: {
    title: 'Distributed Town',
    version,
    description:
      'What a node answers to anybody: the public truth of the chain, ciphertext by id, and ways in for signed requests. Nothing but attachments depends on who asks. Private records are served by the Nostr relay at /relay. Amounts are decimal strings of base units.',
  },
  paths: Object.fromEntries(
    [...new Set(operations.map(({ path }) => path))].map((path) => [
      path.replace(/:(\w+)/g, '{$1}'),
      Object.fromEntries(
        operations.filter((operation) => operation.path === path).map((each) => [each.method, toDescription(each)]),
      ),
    ]),
  ),
  components: {
    schemas: { Error: toJsonSchema(errorBodySchema) },
    securitySchemes: {
      Nostr: {
        type: 'http',
        scheme: 'Nostr',
        description:
          'An event of kind 24242 (Blossom, BUD-01) as base64, signed by the messaging key of a member: tags t (get, upload), x (the hash), h (the town), expiration.',
      },
    },
  },
})

const OCTETS = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }

const toDescription = ({ summary, params, query, body, answer, octets, signed }: Described) => ({
  summary,
  parameters: [...toParameters('path', params), ...toParameters('query', query)],
  ...(signed && { security: [{ Nostr: [] }] }),
  ...(octets === 'body' && { requestBody: { required: true, content: OCTETS } }),
  ...(body && { requestBody: { required: true, content: { 'application/json': { schema: toJsonSchema(body) } } } }),
  responses: {
    '200': toAnswer({ answer, octets }),
    default: {
      description: 'A code, and what to do',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    },
  },
})

const toAnswer = ({
  answer,
  octets,
}: {
  answer: z.core.$ZodType | undefined
  octets: Operation['octets'] | undefined
}) => {
  if (answer) return { description: 'JSON', content: { 'application/json': { schema: toJsonSchema(answer) } } }
  if (octets === 'answer') return { description: 'Bytes', content: OCTETS }
  return { description: 'A stream of server-sent events', content: { 'text/event-stream': {} } }
}

const toParameters = (place: 'path' | 'query', schema: z.core.$ZodObject | undefined) =>
  Object.entries(schema?._zod.def.shape ?? {}).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path',
    schema: toParameterSchema(field),
  }))

/** Numbers in a path or query are text on the wire, but described as the numbers that they are. */
const toParameterSchema = (field: z.core.$ZodType) => {
  const { $schema, ...value } = z.toJSONSchema(field, { io: 'output', unrepresentable: 'any' })
  return value.type === 'integer' ? value : toJsonSchema(field)
}

/** Of what is on the wire, not of what programs work with. */
const toJsonSchema = (schema: z.core.$ZodType) => {
  const { $schema, ...json } = z.toJSONSchema(schema, { io: 'input' })
  return json
}
