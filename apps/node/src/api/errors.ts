import { isContractErrorCode, TownError, type TownErrorCode, toErrorBody } from '@distributed-town/protocol'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { HttpRequestError, TimeoutError } from 'viem'
import { z } from 'zod'
import { IpcError } from '../chain/ipc.ts'
import { SilentChainError } from '../chain/patience.ts'
import { SubmitError } from '../chain/submit.ts'
import { isDatabaseUnavailable } from '../db/unavailable.ts'

/** Codes that a request can be answered with. What contracts refuse is 422; every other code would be a fault of the node. */
const statuses: Partial<Record<TownErrorCode, number>> = {
  MALFORMED_JSON: 400,
  INVALID_REQUEST: 400,
  INVALID_ID: 400,
  INVALID_SIGNATURE: 400,
  INVALID_EVENT: 400,
  INVALID_KEY: 400,
  ATTACHMENT_ALTERED: 400,
  REQUEST_EXPIRED: 400,
  TIMESTAMP_OUT_OF_RANGE: 400,
  TOKEN_REQUIRED: 401,
  TARGET_NOT_ALLOWED: 403,
  NOT_A_MEMBER: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  STALE_NONCE: 409,
  NO_EXAMPLE: 404,
  BACKUP_OUTDATED: 409,
  BODY_TOO_LARGE: 413,
  ATTACHMENT_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  READ_ONLY: 421,
  UNKNOWN_REVERT: 422,
  RATE_LIMITED: 429,
  GAS_BUDGET_SPENT: 429,
  ATTACHMENTS_DAY_USED: 429,
  INTERNAL: 500,
  METHOD_NOT_SUPPORTED: 501,
  NOT_READY: 503,
  RELAYER_NOT_FUNDED: 503,
  ATTACHMENTS_FULL: 507,
}

/** Fastify's own errors: those of the first column have a code of ours, all others of the 400s are INVALID_REQUEST. */
const fastifyCodes: Readonly<Record<string, TownErrorCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'MALFORMED_JSON',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'MALFORMED_JSON',
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_NOT_FOUND: 'NOT_FOUND',
  FST_ERR_RATE_LIMITED: 'RATE_LIMITED',
}

/** Seconds: what is not ready now may be soon. */
const RETRY_AFTER = 2

/** The one place where an error becomes an answer: `{ code, message, details? }`. */
export const sendError = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const known = toTownError(error)
  const status = statusOf(known.code)
  // The node said it of itself: it is stopping, or reads everything anew. Nothing failed.
  if (known.code === 'NOT_READY') reply.header('retry-after', RETRY_AFTER)
  const isSaid = known.code === 'NOT_READY' && known.cause === undefined
  if (status < 500 || isSaid) return reply.status(status).send(toErrorBody(known))
  // What failed inside is for the log only.
  request.log.error({ err: error, method: request.method, url: request.url }, 'a request failed')
  const shown = known.code === 'INTERNAL' || statuses[known.code] === undefined ? new TownError('INTERNAL') : known
  return reply.status(statusOf(shown.code)).send(toErrorBody(shown))
}

/** Untrusted input of a route as its schema reads it. @throws INVALID_REQUEST naming the fields that are wrong. */
export const parse = <Schema extends z.core.$ZodType>(schema: Schema, input: unknown): z.output<Schema> => {
  const { success, data, error } = z.safeParse(schema, input)
  if (success) return data
  throw new TownError('INVALID_REQUEST', { issues: issuesOf(error) }, { cause: error })
}

const issuesOf = (error: z.core.$ZodError) =>
  error.issues.map(({ path, message }) => ({ field: path.map(String).join('.'), message }))

const statusOf = (code: TownErrorCode): number => statuses[code] ?? (isContractErrorCode(code) ? 422 : 500)

export const toTownError = (error: unknown): TownError => {
  if (error instanceof TownError) return error
  if (error instanceof SubmitError) return ofSubmission(error)
  const { code = '', statusCode = 500 } = error as Partial<FastifyError>
  const known = fastifyCodes[code]
  if (known !== undefined) return new TownError(known, {}, { cause: error })
  // Before the next: who goes away in the middle of a body resets a connection too, but not one of ours.
  if (statusCode >= 400 && statusCode < 500) return new TownError('INVALID_REQUEST', {}, { cause: error })
  if (isUnavailable(error)) return new TownError('NOT_READY', {}, { cause: error })
  return new TownError('INTERNAL', {}, { cause: error })
}

/** Whether it is for the chain or the database not being there: they come back, or the node ends. */
const isUnavailable = (error: unknown): boolean => {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof IpcError || at instanceof SilentChainError) return true
    if (at instanceof HttpRequestError || at instanceof TimeoutError) return true
    if (isDatabaseUnavailable(at)) return true
  }
  return false
}

/** BUSY, CLOSED and FAILED pass by themselves or with a restart; the others depend on the transaction. */
const ofSubmission = (error: SubmitError): TownError => {
  switch (error.code) {
    case 'MALFORMED':
      return new TownError('INVALID_REQUEST', { reason: error.message }, { cause: error })
    case 'REJECTED':
    case 'NOT_EXECUTABLE':
      return new TownError('UNKNOWN_REVERT', { reason: error.message }, { cause: error })
    case 'BUSY':
    case 'CLOSED':
    case 'FAILED':
      return new TownError('NOT_READY', {}, { cause: error })
  }
}
