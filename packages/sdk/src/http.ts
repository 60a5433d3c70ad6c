import { errorBodySchema, fromErrorBody, TownError } from '@distributed-town/protocol'
import type * as z from 'zod/mini'
import type { Town } from './town.ts'

/**
 * One question to the node's API, its answer read by `schema`.
 *
 * @param options.body Bytes, or what is sent as JSON. @param options.token Of who asks, where the node must know (`Authorization`).
 * @throws TownError with the node's code, HTTP_UNREACHABLE or HTTP_TIMEOUT without an answer, HTTP_UNEXPECTED for one of another shape.
 */
export const requestJson = async <Schema extends z.ZodMiniType>(
  town: Pick<Town, 'url' | 'fetch'>,
  { schema, ...request }: Request & { readonly schema: Schema },
): Promise<z.output<Schema>> => {
  const { path } = request
  const { status, answer: text } = await send(town, request, (response) => response.text())
  const json = readJson({ path, status, text })
  if (status >= 400) throw toError({ path, status, json })
  const answer = schema.safeParse(json)
  if (answer.success) return answer.data
  throw new TownError('HTTP_UNEXPECTED', { path, status }, { cause: answer.error })
}

/** A question that is answered with bytes. @throws TownError as `requestJson`. */
export const requestBytes = async (town: Pick<Town, 'url' | 'fetch'>, request: Request): Promise<Uint8Array> => {
  const { path } = request
  const { status, answer } = await send(town, request, (response) => response.arrayBuffer())
  if (status < 400) return new Uint8Array(answer)
  throw toError({ path, status, json: readJson({ path, status, text: new TextDecoder().decode(answer) }) })
}

type Request = {
  readonly method?: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly body?: unknown
  readonly token?: string | undefined
}

const send = async <Answer>(
  { url, fetch }: Pick<Town, 'url' | 'fetch'>,
  { method = 'GET', path, body, token }: Request,
  read: (response: Response) => Promise<Answer>,
): Promise<{ readonly status: number; readonly answer: Answer }> => {
  const isBytes = body instanceof Uint8Array
  try {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
        ...(token !== undefined && { authorization: token }),
      },
      ...(body !== undefined && { body: isBytes ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return { status: response.status, answer: await read(response) }
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === 'TimeoutError'
    throw new TownError(isTimeout ? 'HTTP_TIMEOUT' : 'HTTP_UNREACHABLE', { path }, { cause: error })
  }
}

// Longer than a node takes to mine and index a meta-transaction when it is busy.
const TIMEOUT_MS = 60_000

type Answer = { readonly path: string; readonly status: number }

const readJson = ({ path, status, text }: Answer & { readonly text: string }): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    // Most often the page of a proxy in between; the status tells the rest.
    throw new TownError('HTTP_UNEXPECTED', { path, status }, { cause: error })
  }
}

const toError = ({ path, status, json }: Answer & { readonly json: unknown }): TownError => {
  const body = errorBodySchema.safeParse(json)
  return body.success ? fromErrorBody(body.data) : new TownError('HTTP_UNEXPECTED', { path, status })
}

/** `?a=1&b=2` of what is defined; empty for nothing. */
export const queryString = (query: Readonly<Record<string, string | number | undefined>>): string => {
  const entries = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]))
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`
}
